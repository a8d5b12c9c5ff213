ALTER TABLE "follow_up" ADD COLUMN "by_mail" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- The sweep looks for mail whose time has come; it sees that there is one and whose, and nothing of it.
CREATE POLICY system ON message FOR SELECT TO postroom_system USING (true);--> statement-breakpoint
GRANT SELECT (id, workspace_id, snoozed_until) ON message TO postroom_system;
