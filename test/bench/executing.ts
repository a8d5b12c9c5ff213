import type { RuleGraph } from '../../rules/graph'
import { graphOf, whenSubject, type Steps } from '../support/rules'
import type { Benchmark, Row } from './benchmark'
import { corpus, type CorpusMail } from './corpus'
import { openSender } from './smtp-sender'
import { closedLoop, milliseconds } from './statistics'

const TOTAL = { 1: 60, 10: 300, 50: 400 } as const
const WARM_UP = 40

const RULES = [
  { address: 'ours-only@northwind.example', said: 'mail → condition → tag → ticket', inFlight: [1, 10, 50], then: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } },
  { address: 'outward@northwind.example', said: 'mail → condition → tag → star, a call outside', inFlight: [10], then: { type: 'message.star', config: { starred: true } } },
] as const

/** Finished executions per second, each set off by a mail of its own through the gateway and counted when it is final in the database. */
export const executing: Benchmark = {
  name: 'executing',
  async run(tell, site) {
    const { installation, watcher, localAccount, bareEngine } = await site.open()
    const engine = await bareEngine()
    /** Connections of its own each time: the gateway closes those that nothing comes through. */
    const measure = async (address: string, inFlight: number, total: number, seed: number): Promise<number> => {
      const mails = [...corpus(total, seed)].map(matching)
      const senders = await Promise.all(Array.from({ length: inFlight }, () => openSender(installation.status().ports.gateway)))
      const free = [...senders]
      try {
        return await milliseconds(() =>
          closedLoop(total, inFlight, async (index) => {
            const { raw, messageId } = pick(mails, index)
            const sender = free.pop()
            if (sender === undefined) throw new Error('more in flight than connections')
            await sender.send('bench@firm1.example', address, raw)
            free.push(sender)
            await watcher.heard('ended', messageId, 60_000)
          }),
        )
      } finally {
        for (const sender of senders) sender.close()
      }
    }
    const rows: Row[] = []
    await closedLoop(WARM_UP, 4, () => engine.run())
    for (const { address, said, inFlight, then } of RULES) {
      await localAccount(address, ruleThat(then))
      await measure(address, 4, WARM_UP, 20)
      for (const at of inFlight) {
        tell(`${said}, ${at} in flight`)
        const total = TOTAL[at]
        const ours = await measure(address, at, total, 20 + at)
        const bare = await milliseconds(() => closedLoop(total, at, () => engine.run()))
        const perSecond = (taken: number) => (total * 1_000) / taken
        const target = at === 10 && then.type === 'record.create' ? ({ kind: 'at least', value: 60 } as const) : null
        rows.push({ what: `executions, ${at} in flight (${said})`, unit: '/s', ours: perSecond(ours), baseline: { what: 'bare workflow with one row', value: perSecond(bare) }, target })
      }
    }
    return rows
  },
}

function ruleThat(then: Steps[string]): RuleGraph {
  return graphOf({ if: whenSubject('bench'), tag: { type: 'tag.add', config: { tag: 'Seen' } }, then }, [['start', 'if'], ['if:yes', 'tag'], ['tag', 'then']])
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
