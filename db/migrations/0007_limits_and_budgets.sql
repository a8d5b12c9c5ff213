CREATE TABLE "rule_effect" (
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rule_effect_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "limits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "execution" ADD COLUMN "approved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "data" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "rule_effect_rule" ON "rule_effect" USING btree ("rule_id","at");--> statement-breakpoint
ALTER TABLE "rule_effect" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "rule_effect" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON "rule_effect" FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "rule_effect" TO postroom_app;
