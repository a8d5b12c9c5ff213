-- Roles postroom_app and postroom_system are made before migrations run; neither owns a table, neither may bypass row-level security.
GRANT USAGE ON SCHEMA public TO postroom_app, postroom_system;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO postroom_app, postroom_system;--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO postroom_app, postroom_system;--> statement-breakpoint

-- The application role sees the rows of app.workspace_id and no others; unset sees nothing.
DO $$
DECLARE tenant text;
BEGIN
  FOR tenant IN
    SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'workspace_id'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)',
      tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO postroom_app', tenant);
  END LOOP;
END $$;--> statement-breakpoint

-- Append-only for the application: the audit trail.
REVOKE UPDATE, DELETE ON audit_event FROM postroom_app;--> statement-breakpoint

ALTER TABLE workspace ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON workspace FOR ALL TO postroom_app USING (id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
GRANT SELECT, UPDATE ON workspace TO postroom_app;--> statement-breakpoint
GRANT SELECT (id, email, name, locale, time_zone, created_at) ON app_user TO postroom_app;--> statement-breakpoint
ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE app_user FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON app_user FOR SELECT TO postroom_app USING (EXISTS (SELECT 1 FROM member WHERE member.user_id = app_user.id));--> statement-breakpoint
GRANT SELECT ON engine, process_state TO postroom_app;--> statement-breakpoint

-- The system role: look-ups before a workspace is known, the dispatcher and the sweeps. Exactly these tables.
DO $$
DECLARE wide text;
BEGIN
  FOREACH wide IN ARRAY ARRAY['workspace', 'company', 'app_user', 'member', 'session', 'api_token', 'account', 'dispatch', 'execution', 'execution_step', 'outgoing_message', 'outgoing_event', 'wait', 'claim', 'audit_event']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO postroom_system USING (true) WITH CHECK (true)', wide);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO postroom_system', wide);
  END LOOP;
END $$;--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_event FROM postroom_system;--> statement-breakpoint
CREATE POLICY system ON plan FOR SELECT TO postroom_system USING (true);--> statement-breakpoint
GRANT SELECT ON plan TO postroom_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON engine, process_state, sign_in_attempt TO postroom_system;--> statement-breakpoint

-- One hint per committed change: workspace, kind, ids. Delivered at commit; equal payloads of one transaction collapse.
CREATE FUNCTION postroom_dispatch_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('postroom_dispatch', '');
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER dispatch_added AFTER INSERT ON dispatch FOR EACH STATEMENT EXECUTE FUNCTION postroom_dispatch_added();
