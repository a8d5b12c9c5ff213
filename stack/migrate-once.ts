import { ensureDatabase, migrate } from './migrate'

/**
 * `run.mjs migrate`: one migration in a process that then ends, so that the supervisor never loads the schema.
 * Told by environment: DATABASE_URL (owner), POSTROOM_ENSURE_DATABASE (made when missing; absent for a person's own database),
 * POSTROOM_APP_PASSWORD, POSTROOM_SYSTEM_PASSWORD.
 */
export async function run(): Promise<number> {
  const { DATABASE_URL, POSTROOM_ENSURE_DATABASE, POSTROOM_APP_PASSWORD, POSTROOM_SYSTEM_PASSWORD } = process.env
  if (!DATABASE_URL || !POSTROOM_APP_PASSWORD || !POSTROOM_SYSTEM_PASSWORD) throw new Error('DATABASE_URL and both role passwords are needed.')
  const ownerUrl = POSTROOM_ENSURE_DATABASE ? await ensureDatabase(DATABASE_URL, POSTROOM_ENSURE_DATABASE) : DATABASE_URL
  await migrate(ownerUrl, { app: POSTROOM_APP_PASSWORD, system: POSTROOM_SYSTEM_PASSWORD })
  return 0
}
