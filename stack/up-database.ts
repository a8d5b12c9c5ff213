import { join } from 'node:path'
import { databaseUrls, withDatabase, type DatabaseUrls } from './database-urls'
import { databasePlan } from './plans'
import { preparePostgres } from './postgres'
import { runVerb } from './run-verb'
import type { Site } from './site'

const DATABASE = 'postroom'

/** The person's database or the embedded one, migrated, with the roles the application runs as. */
export async function upDatabase(site: Site): Promise<DatabaseUrls> {
  const step = site.screen.step('Starting the database')
  const own = process.env.DATABASE_URL
  try {
    const ownerUrl = own ? own : await upEmbedded(site)
    step.now('Bringing the database up to date')
    await runVerb('migrate', {
      ...process.env,
      DATABASE_URL: ownerUrl,
      POSTROOM_APP_PASSWORD: site.secrets.database.app,
      POSTROOM_SYSTEM_PASSWORD: site.secrets.database.system,
      ...(own ? {} : { POSTROOM_ENSURE_DATABASE: DATABASE }),
    })
    step.done(own ? 'Database: yours (DATABASE_URL), up to date' : `Database on port ${site.ports.database}, up to date`)
    return databaseUrls(own ? own : withDatabase(ownerUrl, DATABASE), site.secrets.database)
  } catch (cause) {
    step.failed('The database is not up')
    throw cause
  }
}

async function upEmbedded(site: Site): Promise<string> {
  const folder = join(site.folder, 'postgres')
  // Once here, so that what cannot work is said at once and not retried for ever.
  const { url } = await preparePostgres({ dataDir: folder, port: site.ports.database })
  const plan = databasePlan({ folder, port: site.ports.database, logs: site.logs, onNotice: (text) => site.screen.line(text) })
  await site.supervisor.keep(plan)
  return url
}
