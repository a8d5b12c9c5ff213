import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { asError } from './as-error'
import { ownEngine } from './env'
import { makeFolder } from './paths'
import { enginePlan } from './plans'
import { accepts } from './port-answers'
import type { Screen, Step } from './screen'
import type { Site } from './site'
import { acquireTemporal, type Acquiring } from './temporal-server/acquire'
import { findTemporal } from './temporal-server/find'

const WORDS: Record<Acquiring, string> = {
  looking: 'Starting the engine',
  downloading: 'Engine starting: downloading the Temporal server',
  building: 'Engine starting: building the Temporal server, about four minutes, once',
}

/** The person's engine or the embedded one, fetched or built where it is missing. Resolves when it answers, however long that takes. */
export async function upEngine(site: Site): Promise<void> {
  const step = site.screen.step(WORDS.looking)
  const own = ownEngine()
  if (own !== null) {
    await answersAt(own, site.stopped)
    step.done(`Engine: yours, at ${own}`)
    return
  }
  const binary = await programFor(site, step)
  step.now(WORDS.looking)
  // The program may be replaced while we run: it is looked up again at every start.
  const again = async (): Promise<string> => (await findTemporal()) ?? binary
  const folder = makeFolder(join(site.folder, 'temporal'))
  const plan = enginePlan({ binary: again, folder, port: site.ports.engine, logs: site.logs, onNotice: (text) => site.screen.line(text) })
  await site.supervisor.keep(plan)
  step.done(`Engine on port ${site.ports.engine}`)
}

async function programFor(site: Site, step: Step): Promise<string> {
  try {
    return await acquireTemporal({ logFolder: site.logs, signal: site.stopped, onStage: (stage) => step.now(WORDS[stage]) })
  } catch (cause) {
    site.stopped.throwIfAborted()
    return await waitForProgram(site.screen, step, asError(cause), site.stopped)
  }
}

/** Everything but the rules works without the engine, so we say what is missing once and go on looking. */
async function waitForProgram(screen: Screen, step: Step, reason: Error, stopped: AbortSignal): Promise<string> {
  screen.line(`\n${reason.message}\n`)
  step.now('Engine missing: mail is kept, rules wait. Looking again every 15 s')
  for (;;) {
    await pause(15_000, undefined, { signal: stopped })
    const found = await findTemporal()
    if (found !== null) return found
  }
}

async function answersAt(address: string, stopped: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`)
  while (!(await accepts(Number(port || 7233), hostname))) await pause(500, undefined, { signal: stopped })
}
