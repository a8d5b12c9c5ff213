import type { RuleGraph } from '../../rules/graph'
import { graphOf, whenSubject } from '../support/rules'
import type { Benchmark, Row } from './benchmark'
import { corpus, type CorpusMail } from './corpus'
import { openSender } from './smtp-sender'
import { closedLoop, milliseconds } from './statistics'

const IN_FLIGHT = [{ at: 1, total: 60 }, { at: 10, total: 300 }, { at: 50, total: 400 }]
const WARM_UP = 40

/** Finished executions per second, each set off by a mail of its own through the gateway and counted when it is final in the database. */
export const executing: Benchmark = {
  name: 'executing',
  async run(tell, site) {
    const { installation, watcher, localAccount, bareEngine } = await site.open()
    const address = 'executing@northwind.example'
    await localAccount(address, threeSteps())
    const engine = await bareEngine()
    const senders = await Promise.all(Array.from({ length: Math.max(...IN_FLIGHT.map(({ at }) => at)) }, () => openSender(installation.status().ports.gateway)))
    const free = [...senders]
    const execute = async ({ raw, messageId }: CorpusMail): Promise<void> => {
      const sender = free.pop()
      if (sender === undefined) throw new Error('more in flight than connections')
      await sender.send('bench@firm1.example', address, raw)
      free.push(sender)
      await watcher.heard('ended', messageId, 60_000)
    }
    const rows: Row[] = []
    try {
      const warm = [...corpus(WARM_UP, 20)].map(matching)
      await closedLoop(WARM_UP, 4, (index) => execute(pick(warm, index)))
      await closedLoop(WARM_UP, 4, () => engine.run())
      for (const { at, total } of IN_FLIGHT) {
        tell(`${at} in flight`)
        const mails = [...corpus(total, 20 + at)].map(matching)
        const ours = await milliseconds(() => closedLoop(total, at, (index) => execute(pick(mails, index))))
        const bare = await milliseconds(() => closedLoop(total, at, () => engine.run()))
        const perSecond = (taken: number) => (total * 1_000) / taken
        const target = at === 10 ? ({ kind: 'at least', value: 60 } as const) : null
        rows.push({ what: `executions, ${at} in flight (mail → condition → tag → star)`, unit: '/s', ours: perSecond(ours), baseline: { what: 'bare workflow with one row', value: perSecond(bare) }, target })
      }
    } finally {
      for (const sender of senders) sender.close()
    }
    return rows
  },
}

function threeSteps(): RuleGraph {
  return graphOf({ if: whenSubject('bench'), tag: { type: 'tag.add', config: { tag: 'Seen' } }, star: { type: 'message.star', config: { starred: true } } }, [['start', 'if'], ['if:yes', 'tag'], ['tag', 'star']])
}

/** The mail with a subject that the rule looks for. */
function matching({ raw, messageId, at }: CorpusMail): CorpusMail {
  return { raw: Buffer.from(raw.toString('latin1').replace(/^Subject: .*$/m, `Subject: bench ${messageId.slice(1, 20)}`), 'latin1'), messageId, at }
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`there is no ${index}`)
  return item
}
