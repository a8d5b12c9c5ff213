import { checks, type Check } from './checks'
import { elapsed } from './screen'
import { emptyTally, finalLine, listFailed, listSkipped, sum, type Tally } from './tally'

/** `npm run check`: types, lint, boundaries and pure tests side by side; the output of what failed, then one line. */
export async function run(): Promise<number> {
  const { tally, failed } = await runChecks()
  console.log(`${listSkipped(tally)}${listFailed(tally)}\n${finalLine(tally)}`)
  return failed ? 1 : 0
}

/** Runs all checks, at most as many at once as there are processors. A check that fails without tests counts as one failed test. */
export async function runChecks(): Promise<{ tally: Tally; failed: boolean }> {
  const waiting = [...checks]
  const tallies: Tally[] = []
  let failed = false
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await perform(check)
      tallies.push(result.tally)
      failed ||= !result.good
    }
  }
  await Promise.all([worker(), worker(), worker()])
  return { tally: tallies.reduce(sum, emptyTally), failed }
}

async function perform(check: Check): Promise<{ good: boolean; tally: Tally }> {
  const began = Date.now()
  const { problem, tally } = await check.run()
  console.log(`${problem === null ? '✓' : '✗'} ${check.name}  ${elapsed(began)}`)
  if (problem !== null) console.log(problem)
  const counted = tally ?? emptyTally
  const good = problem === null
  return { good, tally: good || counted.failed.length > 0 ? counted : { ...counted, failed: [{ name: check.name, reason: problem }] } }
}
