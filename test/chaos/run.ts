// `npm run chaos [-- --executions 100 --kills 10 --seed 1 --rounds 1]`: a whole Postroom under mail, its parts killed at random moments, and the count of what came of it.
// Truth is what the outside has: the SMTP sink, the mail server, and the sender's record of what was taken. A storm is drawn from its seed, so a bad one can be had again.
// A short storm of these is part of `npm test`; what can be killed stands in faults.ts, what is counted in count.ts.

import { parseArgs } from 'node:util'
import { createScreen } from '../../stack/screen'
import { hasFailed, report } from './count'
import { storm } from './storm'

/** 0: nothing was lost, done twice or stuck; 1: something was; 2: the arguments mean nothing. */
export async function run(args: readonly string[]): Promise<number> {
  const numbers = numbersOf(args)
  if (numbers === null) {
    console.error('npm run chaos -- [--executions 100] [--kills 10] [--seed <number>] [--rounds 1]')
    return 2
  }
  const { executions, kills, seed, rounds } = numbers
  let failed = false
  for (let round = 0; round < rounds; round += 1) {
    const screen = createScreen()
    const step = screen.step(`Storm ${seed + round}: ${executions} executions, ${kills} kills`)
    const count = await storm({ seed: seed + round, executions, kills, tell: (what) => step.now(`Storm ${seed + round}: ${what}`) })
    if (hasFailed(count)) step.failed(`Storm ${seed + round}`)
    else step.done(`Storm ${seed + round}`)
    screen.close()
    console.log(report(count))
    failed ||= hasFailed(count)
  }
  return failed ? 1 : 0
}

function numbersOf(args: readonly string[]): { executions: number; kills: number; seed: number; rounds: number } | null {
  const option = { type: 'string' } as const
  try {
    const { values } = parseArgs({ args: [...args], options: { executions: option, kills: option, seed: option, rounds: option } })
    const numbers = { executions: Number(values.executions ?? 100), kills: Number(values.kills ?? 10), seed: Number(values.seed ?? Date.now() % 1_000_000), rounds: Number(values.rounds ?? 1) }
    return Object.values(numbers).every((number) => Number.isInteger(number) && number >= 0) ? numbers : null
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}
