import { sql } from 'drizzle-orm'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { newId } from '../../db/schema/columns'
import type { RuleGraph } from '../../rules/graph'
import { mailWith, type Office } from '../support/fixtures'
import { graphOf, whenSubject, type Steps } from '../support/rules'
import { until } from '../support/until'
import type { Benchmark, Row } from './benchmark'
import { corpus, type CorpusMail } from './corpus'
import { openSender } from './smtp-sender'
import type { Company } from './site'
import { closedLoop, milliseconds, percentile } from './statistics'

const TOTAL = { 1: 60, 10: 300, 50: 400 } as const
const WARM_UP = 40
/** What a rate counts is work that goes on: programs that have just started spend as much on translating their own code as on the work, for this many executions and more. */
const WARM_UP_FOR_RATES = 300

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
    /** Connections of its own each time, used in turn: the gateway closes those that nothing comes through. */
    const measure = async (address: string, inFlight: number, total: number, seed: number): Promise<number> => {
      const mails = [...corpus(total, seed)].map(matching)
      const senders = await Promise.all(Array.from({ length: inFlight }, () => openSender(installation.status().ports.gateway)))
      const free = [...senders]
      try {
        return await milliseconds(() =>
          closedLoop(total, inFlight, async (index) => {
            const { raw, messageId } = pick(mails, index)
            const sender = free.shift()
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
    await closedLoop(WARM_UP_FOR_RATES, 10, () => engine.run())
    for (const { address, said, inFlight, then } of RULES) {
      await localAccount(address, ruleThat(then))
      tell(`${said}, warming up`)
      await measure(address, 10, WARM_UP_FOR_RATES, 20)
      for (const at of inFlight) {
        tell(`${said}, ${at} in flight`)
        const total = TOTAL[at]
        const ours = await measure(address, at, total, 20 + at)
        const bare = await milliseconds(() => closedLoop(total, at, () => engine.run()))
        const perSecond = (taken: number) => (total * 1_000) / taken
        const target = at === 10 && then.type === 'record.create' ? ({ kind: 'at least', value: 70 } as const) : null
        rows.push({ what: `executions, ${at} in flight (${said})`, unit: '/s', ours: perSecond(ours), baseline: { what: 'bare workflow with one row', value: perSecond(bare) }, target })
      }
    }
    tell('one at a time')
    const alone = await oneAtATime(await site.open())
    rows.push({ what: 'one execution at a time, stored → ended, p50', unit: 'ms', ours: percentile(alone, 0.5), baseline: null, target: { kind: 'at most', value: 25 } })
    tell('a backlog')
    rows.push({ what: `executions under backlog, ${BACKLOG} at once (${RULES[0].said})`, unit: '/s', ours: await backlog(await site.open()), baseline: null, target: { kind: 'at least', value: 540 } })
    return rows
  },
}

const ALONE = 100
const BACKLOG = 2_000

async function oneAtATime({ installation, watcher, localAccount }: Company): Promise<number[]> {
  const address = 'alone@northwind.example'
  await localAccount(address, ruleThat(RULES[0].then))
  const sender = await openSender(installation.status().ports.gateway)
  const times: number[] = []
  try {
    for (const { raw, messageId } of [...corpus(ALONE + WARM_UP, 31)].map(matching)) {
      await sender.send('bench@firm1.example', address, raw)
      const ended = await watcher.heard('ended', messageId)
      times.push(ended - (await watcher.heard('stored', messageId)))
    }
  } finally {
    sender.close()
  }
  return times.slice(WARM_UP)
}

/** Executions per second from the order to run a rule on all these mails to the end of the last of them. The mails are there already. */
async function backlog({ database, workspaceId, localAccount }: Company): Promise<number> {
  const rule = ruleThat(RULES[0].then)
  const round = async (name: string, total: number): Promise<number> => {
    const place = await localAccount(`${name}@northwind.example`, rule)
    const ask: Office['ask'] = (work) => database.inWorkspace(workspaceId, work)
    const ids: string[] = []
    for (let index = 0; index < total; index += 1) ids.push((await ask((tx) => mailWith(tx, { workspaceId, ...place }, { subject: `bench ${index}`, from: `sender${index}@firm1.example` }))).messageId)
    const ruleId = await ask((tx) => tx.query.rule.findFirst({ where: (row, { eq }) => eq(row.accountId, place.accountId), columns: { id: true } }))
    const requestId = newId()
    const taken = await milliseconds(async () => {
      await ask((tx) => writeRuleEvent(tx, { workspaceId, kind: 'by hand', key: `hand:${requestId}`, accountId: place.accountId, ruleId: ruleId?.id, data: { messageIds: ids, mode: 'live', userId: newId(), requestId } }))
      await until('the backlog is gone', async () => {
        const [row] = await ask((tx) => tx.execute(sql`select count(*)::int as n from execution where account_id = ${place.accountId} and ended_at is not null`))
        return Number(row?.n) === total
      }, { withinMilliseconds: 120_000 })
    })
    return (total * 1_000) / taken
  }
  await round('before-backlog', 200)
  return round('backlog', BACKLOG)
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
