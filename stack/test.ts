// `npm test`: prepares what real tests need, then runs everything and says how it ended: what failed and why, then one last line.
// What could not run is counted and named; with CI=true that is a failure.
// Runs without questions and without a terminal.

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { asError } from './as-error'
import { runChecks } from './check'
import { runTool } from './command'
import { makeFolder, projectRoot } from './paths'
import { createScreen, type Screen } from './screen'
import { installPackages } from './system-packages'
import { emptyTally, finalLine, listFailed, listSkipped, playwrightTally, sum, vitestTally, type Tally } from './tally'
import { acquireTemporal } from './temporal-server/acquire'
import { chromiumProgram } from './which'

export async function run(args: readonly string[]): Promise<number> {
  const reports = makeFolder(join(projectRoot(), '.postroom', 'check'))
  const screen = createScreen()
  await installPackages(screen)
  // Building the engine takes minutes and runs at low priority: the checks run meanwhile.
  const [checked, engine] = await Promise.all([runChecks(), ensureEngine(screen, reports)])
  screen.close()
  const real = await realTests(reports, args)
  const browser = await browserTests(reports)
  const all = [checked.tally, engine, real, browser].reduce(sum, emptyTally)
  const skippedFails = process.env.CI === 'true' && all.skipped.length > 0
  if (skippedFails) console.log('\nCI=true: what was skipped counts as a failure.')
  console.log(`${listSkipped(all)}${listFailed(all)}\n${finalLine(all)}`)
  return all.failed.length > 0 || checked.failed || skippedFails ? 1 : 0
}

/** Nothing when the engine is there; else its absence as one skipped part, and the suites that need it say so themselves. */
async function ensureEngine(screen: Screen, reports: string): Promise<Tally> {
  const step = screen.step('Temporal server')
  try {
    const binary = await acquireTemporal({ logFolder: reports, onStage: (stage) => step.now(stage === 'building' ? 'Building the Temporal server (about four minutes, once)' : `Temporal server: ${stage}`) })
    step.done(`Temporal server: ${binary}`)
    return emptyTally
  } catch (cause) {
    step.failed(asError(cause).message)
    return { ...emptyTally, skipped: ['everything that needs the Temporal server'] }
  }
}

async function realTests(reports: string, args: readonly string[]): Promise<Tally> {
  const report = join(reports, 'real-tests.json')
  rmSync(report, { force: true })
  const workers = String(Math.max(2, availableParallelism()))
  const { code } = await runTool('vitest/vitest.mjs', ['run', '--project', 'real', '--maxWorkers', workers, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], { inherit: true })
  return vitestTally(report, code)
}

async function browserTests(reports: string): Promise<Tally> {
  if (!existsSync(join(projectRoot(), 'test', 'e2e'))) return emptyTally
  if (chromiumProgram() === null) return { ...emptyTally, skipped: ['all browser tests: no Chromium (Debian: apt-get install chromium; or set POSTROOM_CHROMIUM)'] }
  const report = join(reports, 'browser-tests.json')
  rmSync(report, { force: true })
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], { env, inherit: true })
  return playwrightTally(report)
}
