CREATE TABLE "rule_shadow" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"version_id" uuid,
	"graph" jsonb NOT NULL,
	"plan_id" uuid NOT NULL,
	"started_by" uuid,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_because" text
);
--> statement-breakpoint
CREATE TABLE "shadow_look" (
	"workspace_id" uuid NOT NULL,
	"shadow_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"execution_id" uuid,
	"step" text,
	"because" jsonb,
	"effects" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shadow_look_shadow_id_message_id_pk" PRIMARY KEY("shadow_id","message_id")
);
--> statement-breakpoint
DROP INDEX "backlog_item_pending";--> statement-breakpoint
ALTER TABLE "backlog_item" ADD COLUMN "place" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "backlog_job" ADD COLUMN "chosen" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "backlog_job" ADD COLUMN "paused_because" text;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "shadow_id" uuid;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "shadow_plan_id" uuid;--> statement-breakpoint
ALTER TABLE "rule_shadow" ADD CONSTRAINT "rule_shadow_rule_id_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."rule"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_shadow" ADD CONSTRAINT "rule_shadow_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadow_look" ADD CONSTRAINT "shadow_look_shadow_id_rule_shadow_id_fk" FOREIGN KEY ("shadow_id") REFERENCES "public"."rule_shadow"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rule_shadow_rule" ON "rule_shadow" USING btree ("rule_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "rule_shadow_workspace" ON "rule_shadow" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "shadow_look_differing" ON "shadow_look" USING btree ("shadow_id","at" DESC NULLS LAST) WHERE verdict not in ('neither', 'same');--> statement-breakpoint
CREATE INDEX "shadow_look_workspace" ON "shadow_look" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "backlog_item_to_do" ON "backlog_item" USING btree ("job_id","place") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "backlog_item_started" ON "backlog_item" USING btree ("job_id","execution_id" DESC NULLS LAST) WHERE state = 'started';--> statement-breakpoint
CREATE INDEX "backlog_job_running" ON "backlog_job" USING btree ("created_at") WHERE state = 'running';--> statement-breakpoint
DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['rule_shadow', 'shadow_look']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)',
      tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO postroom_app', tenant);
  END LOOP;
END $$;
