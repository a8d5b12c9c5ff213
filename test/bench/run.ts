// `npm run bench [name…]`: how fast Postroom is, beside what the same machine can do without it, in one table.
// A benchmark is one file here that exports a `Benchmark`, and one line in the list below. It measures; it never asserts a time.
// Real parts only: what is counted is what stands in the database when the clock stops.

import { asError } from '../../stack/as-error'
import { createScreen } from '../../stack/screen'
import { isMet, Unavailable, type Benchmark, type Row } from './benchmark'
import { executing } from './executing'
import { firstAction } from './first-action'
import { firstSync } from './first-sync'
import { ingesting } from './ingesting'
import { cpuTime, describeMachine, foreignShare, noise } from './machine'
import { matching } from './matching'
import { reading } from './reading'
import { resident } from './resident'
import { Site } from './site'
import { tableOf } from './table'
import { whatIf } from './what-if'

const BENCHMARKS: readonly Benchmark[] = [matching, reading, ingesting, resident, firstAction, executing, firstSync, whatIf]

/** Runs the named benchmarks, or all. A missed target is printed, not punished; 1 when one could not be run to its end. */
export async function run(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name))
  if (unknown.length > 0) {
    console.error(`There is no benchmark "${unknown.join('", "')}". There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  console.log(`${describeMachine()}\n`)
  const screen = createScreen()
  const rows: Row[] = []
  const remarks: string[] = []
  const site = new Site()
  let failed = false
  for (const benchmark of BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const step = screen.step(benchmark.name)
    const before = cpuTime()
    try {
      rows.push(...(await benchmark.run((progress) => step.now(`${benchmark.name}: ${progress}`), site)))
      const warning = noise(foreignShare(before, cpuTime()))
      if (warning !== null) remarks.push(`${benchmark.name}: ${warning}`)
      step.done(benchmark.name)
    } catch (cause) {
      failed ||= !(cause instanceof Unavailable)
      const sentence = `${benchmark.name}: ${cause instanceof Unavailable ? 'skipped' : 'failed'}: ${asError(cause).message}`
      remarks.push(sentence)
      step.failed(sentence)
    }
  }
  await site.close()
  screen.close()
  const missed = rows.filter((row) => isMet(row) === false).length
  const targets = rows.filter((row) => isMet(row) !== null).length
  console.log(`\n${tableOf(rows)}\n\n${[...remarks, `${targets - missed} of ${targets} targets met.`].join('\n')}`)
  return failed ? 1 : 0
}
