-- Executions, their steps and the audit trail are kept in one table per month, so that age is dropped by whole tables. Ids are UUIDv7: the month of an execution is
-- a range of ids, and its steps lie in the same range of theirs. What lies in no month that was made, lies in the table named "rest" until its month is made.
-- The tables of months are in a schema of their own, which nobody but the owner may use: everybody else comes through the table above, with its row-level security.
CREATE SCHEMA by_month;--> statement-breakpoint
ALTER TABLE workspace ADD COLUMN "retention_days" integer DEFAULT 400 NOT NULL;--> statement-breakpoint
ALTER TABLE execution_step DROP CONSTRAINT execution_step_execution_id_execution_id_fk;--> statement-breakpoint
-- The owner may be bound by row-level security as well; what is copied must be all there is.
ALTER TABLE execution NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE execution_step NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE execution RENAME TO execution_before;--> statement-breakpoint
ALTER TABLE execution_step RENAME TO execution_step_before;--> statement-breakpoint
ALTER TABLE audit_event RENAME TO audit_event_before;--> statement-breakpoint
CREATE TABLE execution (LIKE execution_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (id);--> statement-breakpoint
CREATE TABLE execution_step (LIKE execution_step_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (execution_id);--> statement-breakpoint
CREATE TABLE audit_event (LIKE audit_event_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (at);--> statement-breakpoint
ALTER SEQUENCE execution_step_seq_seq OWNED BY execution_step.seq;--> statement-breakpoint
ALTER SEQUENCE audit_event_seq_seq OWNED BY audit_event.seq;--> statement-breakpoint
CREATE TABLE by_month.execution_rest PARTITION OF execution DEFAULT;--> statement-breakpoint
CREATE TABLE by_month.execution_step_rest PARTITION OF execution_step DEFAULT;--> statement-breakpoint
CREATE TABLE by_month.audit_event_rest PARTITION OF audit_event DEFAULT;--> statement-breakpoint
INSERT INTO execution SELECT * FROM execution_before;--> statement-breakpoint
INSERT INTO execution_step SELECT * FROM execution_step_before;--> statement-breakpoint
INSERT INTO audit_event SELECT * FROM audit_event_before;--> statement-breakpoint
DROP TABLE execution_before, execution_step_before, audit_event_before;--> statement-breakpoint
ALTER TABLE execution ADD PRIMARY KEY (id);--> statement-breakpoint
CREATE INDEX execution_workspace_created ON execution (workspace_id, created_at DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX execution_message ON execution (message_id);--> statement-breakpoint
CREATE INDEX execution_rule ON execution (rule_id, created_at DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX execution_open ON execution (progress_at) WHERE ended_at IS NULL;--> statement-breakpoint
-- One execution per event and place in the order of rules. A constraint over all months would need the id in it and hold nothing; so each month has its own. All
-- executions of an event are written in one transaction, under the lock that makes the event happen once: they share their month but for that of midnight, where
-- that lock is what remains.
CREATE UNIQUE INDEX ON by_month.execution_rest (event_id, position);--> statement-breakpoint
ALTER TABLE execution_step ADD CONSTRAINT execution_step_execution_id_step_id_pk PRIMARY KEY (execution_id, step_id);--> statement-breakpoint
CREATE INDEX execution_step_workspace ON execution_step (workspace_id);--> statement-breakpoint
ALTER TABLE audit_event ADD CONSTRAINT audit_event_seq_at_pk PRIMARY KEY (seq, at);--> statement-breakpoint
CREATE INDEX audit_workspace_at ON audit_event (workspace_id, at DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX audit_subject ON audit_event (subject_id);--> statement-breakpoint
CREATE TABLE "audit_head" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"number" bigint DEFAULT 0 NOT NULL,
	"hash" "bytea" NOT NULL,
	"anchor_number" bigint DEFAULT 0 NOT NULL,
	"anchor_hash" "bytea" NOT NULL,
	"dropped_before" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "audit_link" (
	"workspace_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"event_at" timestamp with time zone NOT NULL,
	"event_hash" "bytea" NOT NULL,
	"prev_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_link_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);--> statement-breakpoint
CREATE UNIQUE INDEX "audit_link_event" ON "audit_link" USING btree ("event_seq");--> statement-breakpoint
DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['execution', 'execution_step', 'audit_event', 'audit_head', 'audit_link']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)',
      tenant);
    EXECUTE format('GRANT SELECT ON %I TO postroom_app', tenant);
  END LOOP;
  FOREACH tenant IN ARRAY ARRAY['execution', 'execution_step', 'audit_event']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO postroom_system USING (true) WITH CHECK (true)', tenant);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO postroom_app, postroom_system', tenant);
  END LOOP;
END $$;--> statement-breakpoint
GRANT UPDATE, DELETE ON execution, execution_step TO postroom_app, postroom_system;--> statement-breakpoint
-- What the functions below do as the owner, who is bound as well.
CREATE POLICY keeper ON audit_head FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY keeper ON audit_link FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY keeper ON audit_event FOR SELECT TO CURRENT_USER USING (true);--> statement-breakpoint
CREATE POLICY keeper ON workspace FOR SELECT TO CURRENT_USER USING (true);--> statement-breakpoint
-- What an audit event says, as one text: what is hashed.
CREATE FUNCTION audit_text(e audit_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_array(e.seq, e.workspace_id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor, e.kind, e.subject_kind, e.subject_id, e.data)::text
$$;--> statement-breakpoint
-- Adds one event to the end of its workspace's chain. The row of the chain's end is the lock.
CREATE FUNCTION audit_append(e audit_event) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  zeros CONSTANT bytea := decode(repeat('00', 32), 'hex');
  head audit_head;
  mine bytea := sha256(convert_to(audit_text(e), 'UTF8'));
  linked bytea;
BEGIN
  INSERT INTO audit_head (workspace_id, hash, anchor_hash) VALUES (e.workspace_id, zeros, zeros) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_head WHERE workspace_id = e.workspace_id FOR UPDATE;
  linked := sha256(head.hash || mine);
  INSERT INTO audit_link (workspace_id, number, event_seq, event_at, event_hash, prev_hash, hash) VALUES (e.workspace_id, head.number + 1, e.seq, e.at, mine, head.hash, linked);
  UPDATE audit_head SET number = head.number + 1, hash = linked WHERE workspace_id = e.workspace_id;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION audit_append(audit_event) FROM PUBLIC;--> statement-breakpoint
DO $$
DECLARE event audit_event;
BEGIN
  FOR event IN SELECT * FROM audit_event ORDER BY at, seq LOOP
    PERFORM audit_append(event);
  END LOOP;
END $$;--> statement-breakpoint
CREATE FUNCTION audit_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append(NEW);
  RETURN NULL;
END $$;--> statement-breakpoint
-- At commit, so that the end of the chain is held for the moment of the commit and not for the whole transaction, and always locked last.
CREATE CONSTRAINT TRIGGER audit_added AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_added();--> statement-breakpoint
-- The least UUIDv7 of a moment.
CREATE FUNCTION uuid_floor(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;--> statement-breakpoint
-- Makes the table of one month and moves in what came while there was none.
CREATE FUNCTION make_month(parent text, key text, low text, high text, month text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE made text := parent || '_' || month;
BEGIN
  IF to_regclass(format('by_month.%I', made)) IS NOT NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE by_month.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', made, parent);
  EXECUTE format('WITH early AS (DELETE FROM by_month.%I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO by_month.%I SELECT * FROM early', parent || '_rest', key, low, key, high, made);
  IF parent = 'execution' THEN
    EXECUTE format('CREATE UNIQUE INDEX ON by_month.%I (event_id, position)', made);
  END IF;
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION by_month.%I FOR VALUES FROM (%L) TO (%L)', parent, made, low, high);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION make_month(text, text, text, text, text) FROM PUBLIC;--> statement-breakpoint
-- Makes the tables of this month and of so many after it.
CREATE FUNCTION keep_months(ahead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month timestamp;
  low timestamptz;
  high timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(7041998);
  FOR step IN 0..ahead LOOP
    month := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step);
    low := month AT TIME ZONE 'UTC';
    high := (month + interval '1 month') AT TIME ZONE 'UTC';
    PERFORM make_month('execution', 'id', uuid_floor(low)::text, uuid_floor(high)::text, to_char(month, 'YYYY_MM'));
    PERFORM make_month('execution_step', 'execution_id', uuid_floor(low)::text, uuid_floor(high)::text, to_char(month, 'YYYY_MM'));
    PERFORM make_month('audit_event', 'at', low::text, high::text, to_char(month, 'YYYY_MM'));
  END LOOP;
END $$;--> statement-breakpoint
-- Drops the months that are over for longer than any workspace keeps them, and returns their names. A month with an execution that has not ended stays whole.
CREATE FUNCTION drop_months() RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cutoff timestamptz := now() - make_interval(days => coalesce((SELECT max(retention_days) FROM workspace), 400));
  old record;
  is_open boolean;
  head audit_head;
  last bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7041998);
  FOR old IN
    SELECT c.relname AS name, p.relname AS parent, right(c.relname, 7) AS month, ((to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC') AS ends
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE c.relnamespace = 'by_month'::regnamespace AND c.relkind = 'r' AND p.relname IN ('execution', 'audit_event') AND c.relname ~ '_[0-9]{4}_[0-9]{2}$' ORDER BY c.relname
  LOOP
    CONTINUE WHEN old.ends > cutoff;
    IF old.parent = 'execution' THEN
      EXECUTE format('SELECT EXISTS (SELECT 1 FROM by_month.%I WHERE ended_at IS NULL)', old.name) INTO is_open;
      CONTINUE WHEN is_open;
      EXECUTE format('DROP TABLE IF EXISTS by_month.%I', 'execution_step_' || old.month);
    ELSE
      UPDATE audit_head SET dropped_before = greatest(dropped_before, old.ends);
    END IF;
    EXECUTE format('DROP TABLE by_month.%I', old.name);
    RETURN NEXT old.name;
  END LOOP;
  FOR head IN SELECT * FROM audit_head WHERE dropped_before IS NOT NULL LOOP
    SELECT coalesce(min(number) - 1, head.number) INTO last FROM audit_link WHERE workspace_id = head.workspace_id AND event_at >= head.dropped_before;
    CONTINUE WHEN last <= head.anchor_number;
    UPDATE audit_head SET anchor_number = last, anchor_hash = (SELECT hash FROM audit_link WHERE workspace_id = head.workspace_id AND number = last) WHERE workspace_id = head.workspace_id;
    DELETE FROM audit_link WHERE workspace_id = head.workspace_id AND number <= last;
  END LOOP;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION keep_months(integer), drop_months() FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION keep_months(integer), drop_months() TO postroom_system;--> statement-breakpoint
SELECT keep_months(2);
