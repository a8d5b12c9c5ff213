CREATE TABLE "follow_up" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"text" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"message_id" uuid,
	"record_id" uuid,
	"execution_id" uuid,
	"effect_key" text,
	"done_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"message_id" uuid,
	"execution_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "backlog_item" (
	"workspace_id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"execution_id" uuid,
	"reason" text,
	CONSTRAINT "backlog_item_job_id_message_id_pk" PRIMARY KEY("job_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "backlog_job" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"rule_version_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"user_id" uuid,
	"total" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "calendar" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"hours" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hook" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"secret" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hook_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"hook_id" uuid NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "word_list" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"entries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"wait_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"verdict" text,
	"note" text DEFAULT '' NOT NULL,
	"decided_at" timestamp with time zone,
	"by" text,
	"reminded_at" timestamp with time zone,
	"escalated" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_post" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"effect_key" text NOT NULL,
	"text" text NOT NULL,
	"message_id" uuid,
	"execution_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "endpoint" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"style" text NOT NULL,
	"host" text NOT NULL,
	"url" jsonb NOT NULL,
	"secret" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "execution" ALTER COLUMN "message_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "execution" ALTER COLUMN "thread_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "wait" ALTER COLUMN "thread_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "may_run_rules" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "outgoing_mode" text DEFAULT 'dry run' NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "halted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "assignee_id" uuid;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "snoozed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "record" ADD COLUMN "fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "shadow_version_id" uuid;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "pause_mode" text DEFAULT 'skip' NOT NULL;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rule" ADD COLUMN "paused_because" text;--> statement-breakpoint
ALTER TABLE "dispatch" ADD COLUMN "batch_id" uuid;--> statement-breakpoint
ALTER TABLE "execution" ADD COLUMN "record_id" uuid;--> statement-breakpoint
ALTER TABLE "execution" ADD COLUMN "trigger_data" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "execution" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "wait" ADD COLUMN "record_id" uuid;--> statement-breakpoint
ALTER TABLE "wait" ADD COLUMN "hook_id" uuid;--> statement-breakpoint
ALTER TABLE "wait" ADD COLUMN "terms" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "outgoing_message" ADD COLUMN "form" text DEFAULT 'mail' NOT NULL;--> statement-breakpoint
ALTER TABLE "outgoing_message" ADD COLUMN "source_message_id" uuid;--> statement-breakpoint
ALTER TABLE "record_link" ADD CONSTRAINT "record_link_record_id_record_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."record"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backlog_item" ADD CONSTRAINT "backlog_item_job_id_backlog_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."backlog_job"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backlog_job" ADD CONSTRAINT "backlog_job_rule_id_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."rule"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hook_delivery" ADD CONSTRAINT "hook_delivery_hook_id_hook_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."hook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_wait_id_wait_id_fk" FOREIGN KEY ("wait_id") REFERENCES "public"."wait"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_post" ADD CONSTRAINT "channel_post_channel_id_channel_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channel"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "follow_up_effect" ON "follow_up" USING btree ("workspace_id","effect_key");--> statement-breakpoint
CREATE INDEX "follow_up_user" ON "follow_up" USING btree ("user_id","due_at");--> statement-breakpoint
CREATE INDEX "follow_up_due" ON "follow_up" USING btree ("due_at") WHERE done_at is null and reminded_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "record_link_thread" ON "record_link" USING btree ("record_id","thread_id");--> statement-breakpoint
CREATE INDEX "record_link_of_thread" ON "record_link" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "record_link_workspace" ON "record_link" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "backlog_item_pending" ON "backlog_item" USING btree ("job_id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "backlog_item_workspace" ON "backlog_item" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "backlog_job_rule" ON "backlog_job" USING btree ("rule_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "backlog_job_workspace" ON "backlog_job" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_name" ON "calendar" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "hook_name" ON "hook" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "hook_delivery_key" ON "hook_delivery" USING btree ("hook_id","key");--> statement-breakpoint
CREATE INDEX "hook_delivery_workspace" ON "hook_delivery" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "word_list_name" ON "word_list" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "approval_wait_user" ON "approval" USING btree ("wait_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_token" ON "approval" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "approval_user" ON "approval" USING btree ("user_id") WHERE verdict is null;--> statement-breakpoint
CREATE INDEX "approval_workspace" ON "approval" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "channel_name" ON "channel" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "channel_post_effect" ON "channel_post" USING btree ("workspace_id","effect_key");--> statement-breakpoint
CREATE INDEX "channel_post_channel" ON "channel_post" USING btree ("channel_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "endpoint_name" ON "endpoint" USING btree ("workspace_id","name") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "message_snoozed" ON "message" USING btree ("snoozed_until") WHERE snoozed_until is not null;--> statement-breakpoint
DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['record_link', 'follow_up', 'backlog_job', 'backlog_item', 'calendar', 'word_list', 'hook', 'hook_delivery', 'channel', 'channel_post', 'endpoint', 'approval']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid) WITH CHECK (workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid)',
      tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO postroom_app', tenant);
  END LOOP;
  -- Sweeps look for what is due before a workspace is known; a hook's and an approval's workspace follow from their id.
  FOREACH tenant IN ARRAY ARRAY['follow_up', 'backlog_job', 'backlog_item', 'hook', 'approval', 'rule', 'rule_version']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR SELECT TO postroom_system USING (true)', tenant);
    EXECUTE format('GRANT SELECT ON %I TO postroom_system', tenant);
  END LOOP;
END $$;
