-- Who founds a workspace gives it its first working hours, before anybody is in it.
CREATE POLICY system ON "calendar" FOR INSERT TO postroom_system WITH CHECK (true);--> statement-breakpoint
GRANT INSERT ON "calendar" TO postroom_system;--> statement-breakpoint
-- Workspaces that were there before get the same: Monday to Friday, nine to five, in their zone.
ALTER TABLE "calendar" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspace" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO "calendar" (id, workspace_id, name, time_zone, hours)
SELECT gen_random_uuid(), w.id, 'Office hours', w.time_zone,
  '{"version": 1, "week": {"monday": [{"from": "09:00", "to": "17:00"}], "tuesday": [{"from": "09:00", "to": "17:00"}], "wednesday": [{"from": "09:00", "to": "17:00"}], "thursday": [{"from": "09:00", "to": "17:00"}], "friday": [{"from": "09:00", "to": "17:00"}], "saturday": [], "sunday": []}, "holidays": []}'
FROM "workspace" w WHERE NOT EXISTS (SELECT 1 FROM "calendar" c WHERE c.workspace_id = w.id);--> statement-breakpoint
ALTER TABLE "workspace" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calendar" FORCE ROW LEVEL SECURITY;
