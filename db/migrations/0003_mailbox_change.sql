CREATE TABLE "mailbox_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"user_id" uuid,
	"kind" text NOT NULL,
	"add_flags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"remove_flags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"to_mailbox_id" uuid,
	"from" jsonb,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"error" jsonb,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mailbox_change" ADD CONSTRAINT "mailbox_change_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailbox_change" ADD CONSTRAINT "mailbox_change_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mailbox_change_pending" ON "mailbox_change" USING btree ("account_id","id") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "mailbox_change_message" ON "mailbox_change" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "mailbox_change_workspace" ON "mailbox_change" USING btree ("workspace_id");--> statement-breakpoint
ALTER TABLE mailbox_change ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE mailbox_change FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY tenant ON mailbox_change FOR ALL TO postroom_app USING (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox_change TO postroom_app;
