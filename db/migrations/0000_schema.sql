CREATE TABLE "api_token" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "company" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"user_agent" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempt" (
	"key" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sign_in_attempt_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "app_user" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"halted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"identities" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"kind" text NOT NULL,
	"imap" jsonb,
	"imap_secret" jsonb,
	"outgoing_server_id" uuid,
	"incoming_mode" text DEFAULT 'dry run' NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'connecting' NOT NULL,
	"problem" jsonb,
	"proven_at" timestamp with time zone,
	"connected_at" timestamp with time zone,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"delimiter" text DEFAULT '/' NOT NULL,
	"role" text,
	"uid_validity" bigint,
	"uid_next" bigint,
	"highest_modseq" bigint,
	"arrival_floor" bigint,
	"backfilled_to" bigint,
	"message_count" integer DEFAULT 0 NOT NULL,
	"unread_count" integer DEFAULT 0 NOT NULL,
	"present" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attachment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"filename" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"content_id" text,
	"inline" boolean DEFAULT false NOT NULL,
	"sha256" "bytea"
);
--> statement-breakpoint
CREATE TABLE "body_cache" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"text" text NOT NULL,
	"html" text,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"identity" "bytea" NOT NULL,
	"body_hash" "bytea",
	"identity_twin" integer DEFAULT 0 NOT NULL,
	"direction" text NOT NULL,
	"state" text NOT NULL,
	"quarantine_reason" text,
	"message_id_header" text,
	"from_name" text DEFAULT '' NOT NULL,
	"from_address" text DEFAULT '' NOT NULL,
	"recipients" jsonb NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"snippet" text DEFAULT '' NOT NULL,
	"size" integer NOT NULL,
	"has_attachment" boolean DEFAULT false NOT NULL,
	"mail_class" text,
	"facts" jsonb NOT NULL,
	"sent_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"arrived_at" timestamp with time zone,
	"outgoing_message_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_tag" (
	"workspace_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"execution_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_tag_message_id_tag_id_pk" PRIMARY KEY("message_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "placement" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"uid_validity" bigint NOT NULL,
	"uid" bigint NOT NULL,
	"flags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"internal_date" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "raw_message" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"bytes" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tag" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "thread" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"message_count" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp with time zone NOT NULL,
	"last_inbound_at" timestamp with time zone,
	"last_outbound_at" timestamp with time zone,
	"merged_into" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "thread_reference" (
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"thread_id" uuid,
	CONSTRAINT "thread_reference_account_id_reference_pk" PRIMARY KEY("account_id","reference")
);
--> statement-breakpoint
CREATE TABLE "record" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"type" text NOT NULL,
	"number" integer NOT NULL,
	"stage" text DEFAULT 'new' NOT NULL,
	"title" text NOT NULL,
	"contact_name" text DEFAULT '' NOT NULL,
	"contact_address" text DEFAULT '' NOT NULL,
	"assignee_id" uuid,
	"company_id" uuid,
	"thread_id" uuid,
	"message_id" uuid,
	"execution_id" uuid,
	"effect_key" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_id" uuid,
	"execution_id" uuid,
	"message_id" uuid,
	"outgoing_message_id" uuid,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"plan_version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"draft" jsonb NOT NULL,
	"draft_revision" integer DEFAULT 1 NOT NULL,
	"live_version_id" uuid,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"graph" jsonb NOT NULL,
	"plan_id" uuid NOT NULL,
	"author_id" uuid,
	"note" text DEFAULT '' NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "why_not" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"verdicts" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"execution_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"effect" text NOT NULL,
	"state" text DEFAULT 'reserved' NOT NULL,
	"token" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"receipt" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"calling_at" timestamp with time zone,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "dispatch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"workflow_id" text NOT NULL,
	"kind" text NOT NULL,
	"workflow" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "execution" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"rule_version_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"trigger" text NOT NULL,
	"message_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"reason" text,
	"scope_key" text NOT NULL,
	"hop" integer DEFAULT 0 NOT NULL,
	"cause_execution_id" uuid,
	"rerun_of" uuid,
	"released_at" timestamp with time zone,
	"parked" boolean DEFAULT false NOT NULL,
	"cancel_requested_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"progress_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "execution_step" (
	"execution_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"seq" bigserial NOT NULL,
	"state" text NOT NULL,
	"port" text,
	"reason" text,
	"detail" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"next_try_at" timestamp with time zone,
	"compared" jsonb,
	"receipts" jsonb,
	"outputs" jsonb,
	"error" jsonb,
	CONSTRAINT "execution_step_execution_id_step_id_pk" PRIMARY KEY("execution_id","step_id")
);
--> statement-breakpoint
CREATE TABLE "reservation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"rule_id" uuid,
	"node_id" text DEFAULT '' NOT NULL,
	"scope_key" text NOT NULL,
	"execution_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reservation_scope" UNIQUE NULLS NOT DISTINCT("workspace_id","rule_id","node_id","scope_key")
);
--> statement-breakpoint
CREATE TABLE "wait" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"execution_id" uuid NOT NULL,
	"step_id" text NOT NULL,
	"listens_to" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"anchor_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"event_port" text NOT NULL,
	"elapsed_port" text NOT NULL,
	"port" text,
	"decided_at" timestamp with time zone,
	"decided_by_message_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_event" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"outgoing_message_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "outgoing_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"outgoing_server_id" uuid,
	"state" text NOT NULL,
	"execution_id" uuid,
	"step_id" text,
	"user_id" uuid,
	"effect_key" text NOT NULL,
	"message_id_header" text NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"hop" integer DEFAULT 0 NOT NULL,
	"in_reply_to_message_id" uuid,
	"thread_id" uuid,
	"record_id" uuid,
	"envelope_from" text NOT NULL,
	"from" jsonb NOT NULL,
	"to" jsonb NOT NULL,
	"cc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"bcc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"in_reply_to" text,
	"references" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"raw" "bytea",
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"token" uuid,
	"lease_until" timestamp with time zone,
	"calling_at" timestamp with time zone,
	"reply" text,
	"error" jsonb,
	"settled_at" timestamp with time zone,
	"sent_copy" text DEFAULT 'pending' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outgoing_server" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"server" jsonb NOT NULL,
	"secret" jsonb,
	"priority" integer DEFAULT 10 NOT NULL,
	"sink" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" jsonb NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"namespace_id" text,
	"seen_at" timestamp with time zone,
	"answering" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"effect_key" text NOT NULL,
	"text" text NOT NULL,
	"message_id" uuid,
	"execution_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "process_state" (
	"name" text PRIMARY KEY NOT NULL,
	"pid" integer NOT NULL,
	"state" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"restarts" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "body_cache" ADD CONSTRAINT "body_cache_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_thread_id_thread_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."thread"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_tag" ADD CONSTRAINT "message_tag_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_tag" ADD CONSTRAINT "message_tag_tag_id_tag_id_fk" FOREIGN KEY ("tag_id") REFERENCES "public"."tag"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement" ADD CONSTRAINT "placement_mailbox_id_mailbox_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailbox"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement" ADD CONSTRAINT "placement_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "raw_message" ADD CONSTRAINT "raw_message_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread" ADD CONSTRAINT "thread_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_reference" ADD CONSTRAINT "thread_reference_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timeline_entry" ADD CONSTRAINT "timeline_entry_record_id_record_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."record"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_rule_id_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."rule"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "why_not" ADD CONSTRAINT "why_not_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "execution_step" ADD CONSTRAINT "execution_step_execution_id_execution_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."execution"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_event" ADD CONSTRAINT "outgoing_event_outgoing_message_id_outgoing_message_id_fk" FOREIGN KEY ("outgoing_message_id") REFERENCES "public"."outgoing_message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_token_hash" ON "api_token" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_token_workspace" ON "api_token" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "company_workspace" ON "company" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_workspace_user" ON "member" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "member_user" ON "member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "app_user_email" ON "app_user" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "account_workspace" ON "account" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_local_address" ON "account" USING btree (lower("address")) WHERE kind = 'local' and deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "mailbox_account_path" ON "mailbox" USING btree ("account_id","path");--> statement-breakpoint
CREATE INDEX "mailbox_workspace" ON "mailbox" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "attachment_message_position" ON "attachment" USING btree ("message_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "message_identity" ON "message" USING btree ("account_id","identity","identity_twin");--> statement-breakpoint
CREATE INDEX "message_workspace_received" ON "message" USING btree ("workspace_id","received_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "message_account_received" ON "message" USING btree ("account_id","received_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "message_thread" ON "message" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "message_account_header" ON "message" USING btree ("account_id","message_id_header");--> statement-breakpoint
CREATE INDEX "message_tag_tag" ON "message_tag" USING btree ("tag_id");--> statement-breakpoint
CREATE UNIQUE INDEX "placement_uid" ON "placement" USING btree ("mailbox_id","uid_validity","uid");--> statement-breakpoint
CREATE INDEX "placement_message" ON "placement" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "placement_mailbox_date" ON "placement" USING btree ("mailbox_id","internal_date" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "placement_workspace" ON "placement" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tag_workspace_name" ON "tag" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "thread_workspace" ON "thread" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "thread_account_last" ON "thread" USING btree ("account_id","last_message_at");--> statement-breakpoint
CREATE INDEX "thread_reference_thread" ON "thread_reference" USING btree ("thread_id");--> statement-breakpoint
CREATE UNIQUE INDEX "record_number" ON "record" USING btree ("workspace_id","type","number");--> statement-breakpoint
CREATE UNIQUE INDEX "record_open_per_thread" ON "record" USING btree ("thread_id","type") WHERE closed_at is null and thread_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "record_effect" ON "record" USING btree ("workspace_id","effect_key");--> statement-breakpoint
CREATE INDEX "record_workspace_updated" ON "record" USING btree ("workspace_id","type","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "timeline_record" ON "timeline_entry" USING btree ("record_id","at");--> statement-breakpoint
CREATE INDEX "timeline_workspace" ON "timeline_entry" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_hash" ON "plan" USING btree ("workspace_id","hash");--> statement-breakpoint
CREATE INDEX "rule_workspace" ON "rule" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "rule_account_position" ON "rule" USING btree ("account_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_version_number" ON "rule_version" USING btree ("rule_id","number");--> statement-breakpoint
CREATE INDEX "rule_version_workspace" ON "rule_version" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "why_not_workspace" ON "why_not" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "claim_key" ON "claim" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "claim_execution" ON "claim" USING btree ("execution_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dispatch_workflow" ON "dispatch" USING btree ("workflow_id","kind");--> statement-breakpoint
CREATE INDEX "dispatch_ready" ON "dispatch" USING btree ("not_before");--> statement-breakpoint
CREATE UNIQUE INDEX "execution_event_position" ON "execution" USING btree ("event_id","position");--> statement-breakpoint
CREATE INDEX "execution_workspace_created" ON "execution" USING btree ("workspace_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "execution_message" ON "execution" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "execution_rule" ON "execution" USING btree ("rule_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "execution_open" ON "execution" USING btree ("progress_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "execution_step_workspace" ON "execution_step" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "wait_execution_step" ON "wait" USING btree ("execution_id","step_id");--> statement-breakpoint
CREATE INDEX "wait_open" ON "wait" USING btree ("thread_id") WHERE port is null;--> statement-breakpoint
CREATE INDEX "wait_due" ON "wait" USING btree ("due_at") WHERE port is null;--> statement-breakpoint
CREATE INDEX "outgoing_event_message" ON "outgoing_event" USING btree ("outgoing_message_id");--> statement-breakpoint
CREATE INDEX "outgoing_event_workspace" ON "outgoing_event" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_effect" ON "outgoing_message" USING btree ("workspace_id","effect_key");--> statement-breakpoint
CREATE INDEX "outgoing_workspace_created" ON "outgoing_message" USING btree ("workspace_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "outgoing_execution" ON "outgoing_message" USING btree ("execution_id");--> statement-breakpoint
CREATE INDEX "outgoing_header" ON "outgoing_message" USING btree ("account_id","message_id_header");--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_server_name" ON "outgoing_server" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "audit_workspace_at" ON "audit_event" USING btree ("workspace_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit_event" USING btree ("subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_effect" ON "notification" USING btree ("workspace_id","effect_key","user_id");--> statement-breakpoint
CREATE INDEX "notification_user" ON "notification" USING btree ("user_id","at" DESC NULLS LAST);