import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { compileIn } from '../../server/routers/rule/rule-of'
import { newSearch, runSearch } from '../../server/what-if/search'
import { settingOf } from '../../server/what-if/setting'
import type { RuleGraph } from '../../rules/graph'
import { readMessage } from '../../mail/read-message'
import { accountWith, workspaceWith } from '../support/fixtures'
import { graphOf, whenSubject } from '../support/rules'
import type { Benchmark, Row } from './benchmark'
import { corpus, SENDERS } from './corpus'
import { withDatabase, type BenchDatabase } from './parts'
import { milliseconds } from './statistics'

const MAILS = 100_000
/** Mails that are read from their bytes; the others have their contents under ids and times of their own. */
const DIFFERENT = 2_000
const TARGET_MS = 15_000

/** A hundred thousand stored mails asked what a rule would have done, against a plain SELECT of what is read of them. */
export const whatIf: Benchmark = {
  name: 'what-if',
  run: (tell) =>
    withDatabase(async (parts) => {
      const office = await officeWithMail(parts, tell)
      const rows: Row[] = []
      for (const { name, graph, live } of questions(office.invoices)) {
        tell(name)
        const asked = await ask(parts, office, graph, live)
        const plain = await milliseconds(() => selectAll(parts, office))
        rows.push({ what: `what-if, ${MAILS.toLocaleString('en-US')} mails, ${name}`, unit: 'ms', ours: asked.taken, baseline: { what: 'plain SELECT', value: plain }, target: { kind: 'at most', value: TARGET_MS } })
        rows.push({ what: `… first figures`, unit: 'ms', ours: asked.first, baseline: null, target: { kind: 'at most', value: 1_000 } })
        rows.push({ what: `… longest turn of the process`, unit: 'ms', ours: asked.longest, baseline: null, target: null })
      }
      return rows
    }),
}

interface BenchOffice {
  readonly workspaceId: string
  readonly accountId: string
  readonly invoices: string
}

function questions(invoices: string): readonly { readonly name: string; readonly graph: RuleGraph; readonly live: RuleGraph | null }[] {
  const from = SENDERS[7]?.address ?? ''
  const sender = { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'from', header: '', operator: 'is', values: [from] }] } } }
  const words = { type: 'condition', config: { conditions: { kind: 'group', mode: 'any', items: [{ kind: 'test', field: 'text', header: '', operator: 'contains', values: ['stagrab'] }, { kind: 'test', field: 'header', header: 'list-id', operator: 'contains', values: ['list-3'] }] } } }
  const acts = { tag: { type: 'tag.add', config: { tag: 'Found' } }, move: { type: 'mailbox.move', config: { mailboxRef: invoices } }, ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } }
  const on = (first: string) => [['start', first], [`${first}:yes`, 'tag'], ['tag', 'move'], ['move', 'ticket']] as const
  const invoice = graphOf({ if: whenSubject('invoice'), ...acts }, on('if'))
  return [
    { name: 'one sender of 400', graph: graphOf({ if: sender, ...acts }, on('if')), live: null },
    { name: 'one subject in 15, beside the live version', graph: invoice, live: graphOf({ if: whenSubject('order'), ...acts }, on('if')) },
    { name: 'a word in the text or a header', graph: graphOf({ if: words, ...acts }, on('if')), live: null },
    { name: 'every mail, three actions each', graph: graphOf(acts, [['start', 'tag'], ['tag', 'move'], ['move', 'ticket']]), live: null },
  ]
}

async function ask({ database }: BenchDatabase, { workspaceId, accountId }: BenchOffice, graph: RuleGraph, live: RuleGraph | null): Promise<{ taken: number; first: number; longest: number }> {
  const began = performance.now()
  const setting = await database.inWorkspace(workspaceId, async (tx) => {
    const planOf = async (drawing: RuleGraph) => {
      const compiled = await compileIn(tx, workspaceId, accountId, drawing)
      if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
      return compiled.plan
    }
    return settingOf(tx, { workspaceId, accountId, now: new Date() }, { after: await planOf(graph), before: live === null ? null : await planOf(live) })
  })
  const search = newSearch(setting, { workspaceId, accountId, mailboxId: null, since: null, until: new Date('2999-01-01') })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  let first = 0
  const look = search.tally.look.bind(search.tally)
  search.tally.look = (facts, sight) => {
    if (first === 0) first = performance.now() - began
    look(facts, sight)
  }
  await runSearch(database, search)
  delay.disable()
  const { looked, matched } = search.tally.counts()
  if (looked !== MAILS || matched === 0) throw new Error(`Looked at ${looked} of ${MAILS}, matched ${matched}.`)
  return { taken: performance.now() - began, first, longest: delay.max / 1_000_000 }
}

/** The same rows in the same pages as a person would write it who wants only to count them. */
async function selectAll({ database }: BenchDatabase, { workspaceId, accountId }: BenchOffice): Promise<void> {
  let before = '2999-01-01T00:00:00Z'
  for (let rows = 1; rows > 0; ) {
    const page = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`select id, thread_id, facts, received_at::text as at from message where account_id = ${accountId}::uuid and received_at < ${before}::timestamptz order by received_at desc limit 1000`))
    rows = page.length
    before = String(page.at(-1)?.at ?? before)
  }
}

async function officeWithMail({ database, urls }: BenchDatabase, tell: (progress: string) => void): Promise<BenchOffice> {
  const staff = await workspaceWith(database, 'Bench', 'bench@people.example')
  const { accountId, mailboxes } = await database.inWorkspace(staff.workspaceId, (tx) => accountWith(tx, staff.workspaceId, 'bench@northwind.example', 'local'))
  const { workspaceId } = staff
  tell('reading the corpus')
  const owner = postgres(urls.ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await owner`create temporary table sample (n int, facts jsonb, text text, sender text, name text, subject text, size int)`
    let index = 0
    for (const { raw } of corpus(DIFFERENT)) {
      const { content } = await readMessage(raw, null)
      const { text, ...facts } = content
      await owner`insert into sample values (${index++}, ${JSON.stringify(facts)}::text::jsonb, ${text ?? ''}, ${content.from?.address ?? ''}, ${content.from?.name ?? ''}, ${content.subject}, ${content.size})`
    }
    tell(`storing ${MAILS} mails`)
    // Four in ten go on with the conversation of the mail before.
    await owner`create temporary table made as select g as n, g % ${DIFFERENT} as s, gen_random_uuid() as id, gen_random_uuid() as own_thread, timestamptz '2026-01-05 08:00Z' + g * interval '4 minutes' as at from generate_series(0, ${MAILS - 1}) g`
    await owner`alter table made add column thread uuid`
    await owner`update made set thread = case when made.n % 5 in (1, 3) then other.own_thread else made.own_thread end from made other where other.n = greatest(made.n - 1, 0)`
    await owner`insert into thread (id, workspace_id, account_id, last_message_at) select distinct on (thread) thread, ${workspaceId}::uuid, ${accountId}::uuid, at from made order by thread, at desc`
    await owner`
      insert into message (id, workspace_id, account_id, thread_id, identity, direction, state, from_name, from_address, recipients, subject, size, facts, sent_at, received_at, arrived_at)
      select m.id, ${workspaceId}::uuid, ${accountId}::uuid, m.thread, sha256(m.id::text::bytea), 'in', 'complete', s.name, s.sender, '{"to":[],"cc":[]}', s.subject, s.size, s.facts, m.at, m.at, m.at from made m join sample s on s.n = m.s order by m.n`
    await owner`insert into body_cache (message_id, workspace_id, text) select m.id, ${workspaceId}::uuid, s.text from made m join sample s on s.n = m.s order by m.n`
    await owner`insert into placement (id, workspace_id, account_id, mailbox_id, message_id, uid_validity, uid, internal_date) select gen_random_uuid(), ${workspaceId}::uuid, ${accountId}::uuid, ${mailboxes.inbox}::uuid, id, 1, n + 1, at from made order by n`
    await owner`vacuum analyze`
  } finally {
    await owner.end()
  }
  return { workspaceId, accountId, invoices: mailboxes.Invoices }
}
