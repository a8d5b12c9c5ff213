-- A record that a rule opened names its execution itself, so that one statement may open the records of many. Whoever changes one for an execution names it in app.cause_execution_id.
CREATE OR REPLACE FUNCTION record_happened() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  made uuid := gen_random_uuid();
  what jsonb := '{"change": "created"}';
  fields jsonb;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM rule r JOIN rule_version v ON v.id = r.live_version_id WHERE r.workspace_id = NEW.workspace_id AND r.state IN ('active', 'paused') AND v.trigger = 'record.event') THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT coalesce(jsonb_agg(name), '[]'::jsonb) INTO fields FROM (
      SELECT coalesce(before.key, after.key) AS name FROM jsonb_each_text(OLD.fields) before FULL JOIN jsonb_each_text(NEW.fields) after ON before.key = after.key WHERE before.value IS DISTINCT FROM after.value
      UNION ALL SELECT 'title' WHERE OLD.title <> NEW.title
      UNION ALL SELECT 'assignee' WHERE OLD.assignee_id IS DISTINCT FROM NEW.assignee_id
      UNION ALL SELECT 'contact' WHERE OLD.contact_address <> NEW.contact_address) changed;
    IF OLD.stage = NEW.stage AND fields = '[]'::jsonb THEN
      RETURN NULL;
    END IF;
    what := jsonb_build_object('change', 'changed', 'from', OLD.stage, 'fields', fields);
  END IF;
  INSERT INTO rule_event (id, workspace_id, kind, key, record_id, data, cause_execution_id)
  VALUES (made, NEW.workspace_id, 'record', 'record:' || NEW.id || ':' || NEW.revision, NEW.id,
    what || jsonb_build_object('stage', NEW.stage, 'type', NEW.type, 'revision', NEW.revision), coalesce(CASE WHEN TG_OP = 'INSERT' THEN NEW.execution_id END, nullif(current_setting('app.cause_execution_id', true), '')::uuid))
  ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO dispatch (id, workspace_id, workflow_id, kind, workflow, subject_id) VALUES (gen_random_uuid(), NEW.workspace_id, 'event:' || made, 'start', 'raiseEvent', made);
  END IF;
  RETURN NULL;
END $$;
