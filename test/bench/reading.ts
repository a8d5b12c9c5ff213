import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { createParser } from '../../mail/parse'
import { buildFolder } from '../../stack/paths'
import { runVerb } from '../../stack/run-verb'
import type { Benchmark } from './benchmark'
import { corpus } from './corpus'
import { inTurn, milliseconds } from './statistics'

const MAILS = 1_000
const ROUNDS = 3
const TOGETHER = 64

/** Raw bytes to everything we store of a mail, in the reading threads, against the library alone in this one. */
export const reading: Benchmark = {
  name: 'reading',
  async run(tell) {
    tell('bundling')
    await runVerb('bundle', process.env)
    const raws = [...corpus(MAILS)].map(({ raw }) => raw)
    const parser = createParser({ threads: Math.min(2, availableParallelism()), entry: pathToFileURL(join(buildFolder(), 'parse-child.mjs')) })
    try {
      tell('measuring')
      const ours = () =>
        milliseconds(async () => {
          for (let at = 0; at < raws.length; at += TOGETHER) await Promise.all(raws.slice(at, at + TOGETHER).map((raw) => parser.parse(raw)))
        })
      const baseline = () =>
        milliseconds(async () => {
          for (const raw of raws) await simpleParser(raw)
        })
      const time = await inTurn(ROUNDS, ours, baseline)
      const perSecond = (taken: number) => (MAILS * 1_000) / taken
      return [{ what: 'reading mails (MIME to facts, identity, safe)', unit: '/s', ours: perSecond(time.ours), baseline: { what: 'mailparser, one thread', value: perSecond(time.baseline) }, target: null }]
    } finally {
      await parser.close()
    }
  },
}
