CREATE TABLE "correspondent" (
	"workspace_id" uuid NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correspondent_workspace_id_address_pk" PRIMARY KEY("workspace_id","address")
);
--> statement-breakpoint
ALTER TABLE "correspondent" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "correspondent" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON "correspondent" FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "correspondent" TO postroom_app;--> statement-breakpoint
CREATE FUNCTION correspondent_written_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO correspondent (workspace_id, address)
  SELECT NEW.workspace_id, a.address
  FROM (
    SELECT DISTINCT lower(r ->> 'address') AS address
    FROM jsonb_array_elements(coalesce(NEW.recipients -> 'to', '[]') || coalesce(NEW.recipients -> 'cc', '[]')) r
  ) a WHERE a.address <> '' ORDER BY a.address
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER correspondent_written_to AFTER INSERT ON "message" FOR EACH ROW WHEN (NEW.direction = 'out' AND NEW.mail_class IS NULL) EXECUTE FUNCTION correspondent_written_to();--> statement-breakpoint
CREATE FUNCTION correspondent_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO correspondent (workspace_id, address) VALUES (NEW.workspace_id, lower(NEW.contact_address)) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER correspondent_of_record AFTER INSERT OR UPDATE OF contact_address ON "record" FOR EACH ROW WHEN (NEW.contact_address <> '') EXECUTE FUNCTION correspondent_of_record();--> statement-breakpoint
INSERT INTO correspondent (workspace_id, address)
SELECT DISTINCT m.workspace_id, lower(r ->> 'address') FROM message m, jsonb_array_elements(coalesce(m.recipients -> 'to', '[]') || coalesce(m.recipients -> 'cc', '[]')) r
WHERE m.direction = 'out' AND m.mail_class IS NULL AND r ->> 'address' <> ''
ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO correspondent (workspace_id, address) SELECT DISTINCT workspace_id, lower(contact_address) FROM record WHERE contact_address <> '' ON CONFLICT DO NOTHING;
