import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { asError } from './as-error'
import { projectRoot } from './paths'
import { runVerb } from './run-verb'
import type { Site } from './site'
import { PROGRAM_SOURCES } from './source-stamp'

/** An editor writes several times for one save. */
const SETTLE_MILLISECONDS = 200

/** In development: when a source changes, bundles again and replaces the worker. A source that does not compile leaves the running one alone. */
export function watchPrograms(site: Site): void {
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const changed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      last = last.then(() => replaceWorker(site))
    }, SETTLE_MILLISECONDS)
  }
  for (const folder of PROGRAM_SOURCES.map((source) => join(projectRoot(), source)).filter(existsSync)) {
    watch(folder, { recursive: true, signal: site.stopped }, changed)
  }
  site.stopped.addEventListener('abort', () => clearTimeout(timer))
}

async function replaceWorker(site: Site): Promise<void> {
  try {
    await runVerb('bundle', process.env)
    await site.supervisor.restart('worker')
    site.screen.line('Worker replaced: its sources changed.')
  } catch (cause) {
    site.screen.line(`\n${asError(cause).message}\nThe worker goes on with what it had.\n`)
  }
}
