import postgres, { type Sql } from 'postgres'
import { ingest, type IngestDeps } from '../../activities/ingest'
import type { IngestMail } from '../../activities/ingest/batch'
import { planCache } from '../../activities/plans'
import { readMessage } from '../../mail/read-message'
import { logTo } from '../../server/log'
import { accountWith, workspaceWith } from '../support/fixtures'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'
import type { Benchmark } from './benchmark'
import { corpus, TOPICS } from './corpus'
import { withDatabase, type BenchDatabase } from './parts'
import { closedLoop, inTurn, milliseconds } from './statistics'

const MAILS = 600
const BATCH = 100
const ROUNDS = 3

/** Mail that is read already, into the database: threads, identity, places, rules and all, against bare rows of the same bytes. */
export const ingesting: Benchmark = {
  name: 'ingesting',
  run: (tell) =>
    withDatabase(async (parts) => {
      tell('reading the corpus')
      const office = await openBenchOffice(parts)
      const bare = await bareTable(parts.urls.ownerUrl)
      const deps: IngestDeps = { database: parts.database, now: () => new Date(), log: logTo(process.stderr, 'error'), fault: async () => undefined, plans: planCache() }
      const take = (mails: readonly IngestMail[]) => ingest(deps, { workspaceId: office.workspaceId, accountId: office.accountId, mails })
      let seed = 100
      let uid = 0
      const fresh = async (history: boolean): Promise<IngestMail[]> => {
        seed += 1
        return Promise.all(
          [...corpus(MAILS, seed)].map(async ({ raw, at }): Promise<IngestMail> => {
            uid += 1
            const placement = history ? { mailboxId: office.inbox, uidValidity: 1, uid, flags: [], internalDate: at } : null
            return { parsed: await readMessage(raw, null), raw, placement, arrival: !history, direction: 'in', keepRaw: history ? 'none' : 'forever', receivedAt: at }
          }),
        )
      }
      try {
        tell('one at a time')
        const single = async (store: (mail: IngestMail) => Promise<unknown>) => {
          const mails = await fresh(false)
          return milliseconds(() => closedLoop(mails.length, 10, (index) => store(at(mails, index))))
        }
        const alone = await inTurn(ROUNDS, () => single((mail) => take([mail])), () => single((mail) => bare.insert([mail])))
        tell('in batches')
        const batched = async (store: (mails: readonly IngestMail[]) => Promise<unknown>) => {
          const mails = await fresh(true)
          return milliseconds(() => closedLoop(mails.length / BATCH, 2, (index) => store(mails.slice(index * BATCH, (index + 1) * BATCH))))
        }
        const together = await inTurn(ROUNDS, () => batched(take), () => batched((mails) => bare.insert(mails)))
        const perSecond = (taken: number) => (MAILS * 1_000) / taken
        return [
          { what: 'ingest, arriving, 10 rules, 1 per commit, 10 in flight', unit: '/s', ours: perSecond(alone.ours), baseline: { what: 'bare INSERT', value: perSecond(alone.baseline) }, target: null },
          { what: 'ingest, history, 100 per commit, 2 in flight', unit: '/s', ours: perSecond(together.ours), baseline: { what: 'bare INSERT', value: perSecond(together.baseline) }, target: null },
        ]
      } finally {
        await bare.close()
      }
    }),
}

async function openBenchOffice({ database, urls }: BenchDatabase): Promise<{ workspaceId: string; accountId: string; inbox: string }> {
  const staff = await workspaceWith(database, 'Bench', 'bench@northwind.example')
  const ask = <T>(work: Parameters<typeof database.inWorkspace<T>>[1]) => database.inWorkspace(staff.workspaceId, work)
  const place = await ask((tx) => accountWith(tx, staff.workspaceId, 'support@northwind.example', 'local'))
  const office = { database, ...staff, ...place, ask, test: { name: 'bench', ...urls, drop: async () => undefined }, close: async () => undefined }
  for (const topic of TOPICS.slice(0, 10)) {
    await ruleWith(office, graphOf({ if: whenSubject(topic), tag: { type: 'tag.add', config: { tag: topic } } }, [['start', 'if'], ['if:yes', 'tag']]), { name: topic })
  }
  await ruleWith(office, tagEverything(), { state: 'paused' })
  return { workspaceId: staff.workspaceId, accountId: place.accountId, inbox: place.mailboxes.inbox }
}

interface BareTable {
  insert(mails: readonly IngestMail[]): Promise<unknown>
  close(): Promise<void>
}

/** The least that keeps a mail: one row with its bytes, its header fields and its text. */
async function bareTable(ownerUrl: string): Promise<BareTable> {
  const sql: Sql = postgres(ownerUrl, { max: 10, onnotice: () => undefined })
  await sql`create table bench_bare (id bigint generated always as identity primary key, message_id text, sender text, subject text, text text, raw bytea)`
  return {
    insert: (mails) => {
      const rows = mails.map(({ parsed: { content }, raw }) => ({ message_id: content.messageId, sender: content.from?.address ?? null, subject: content.subject, text: content.text, raw }))
      return sql`insert into bench_bare ${sql(rows)}`
    },
    close: () => sql.end(),
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`there is no ${index}`)
  return item
}
