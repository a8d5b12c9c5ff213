// A workbench with the questions that tests of what keeps rules in hand ask: who was passed over, what was held, who was told.

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import type { PerformDeps } from '../../activities/perform'
import { outgoingServer } from '../../db/schema'
import type { RuleGraph } from '../../rules/graph'
import type { Office } from './fixtures'
import { graphOf, ruleWith, type RuleOptions } from './rules'
import { openWorkbench, type Workbench } from './workbench'

type Row = Record<string, unknown>
type Account = Awaited<ReturnType<Workbench['newAccount']>>

/** Its parts are there while a test runs, not while tests are declared. */
export interface SafetyBench extends Pick<Workbench, 'newAccount'> {
  readonly office: Office
  readonly deps: AdvanceDeps & PerformDeps
  /** Fresh for each test, live, without a mail server; so are the workspace's limits and its kill switch. */
  readonly account: Account
  /** From here on it is another one. */
  moveOn(): Promise<void>
  rule(graph: RuleGraph, options?: RuleOptions): Promise<{ ruleId: string; versionId: string }>
  deliver(letter?: Parameters<Workbench['deliver']>[1]): ReturnType<Workbench['deliver']>
  subject(executionId?: string): { workspaceId: string; executionId: string }
  /** Walks an execution as far as it goes. */
  go(executionId?: string): ReturnType<typeof advance>
  rows(query: ReturnType<typeof sql>): Promise<readonly Row[]>
  /** Why rules did not act on a mail. */
  passed(messageId: string): Promise<unknown>
  stepOf(executionId: string | undefined, step: string): Promise<Row | undefined>
  executionOf(executionId: string | undefined): Promise<Row | undefined>
  /** What rules sent from the account, oldest first. */
  repliesOf(): Promise<readonly Row[]>
  /** What the owner of a rule was told in the application. */
  alertsOf(ruleId: string): Promise<readonly Row[]>
  /** How many alerts went out by mail. */
  alertMailsOf(): Promise<number>
}

/** Opens one for all tests of the file that calls it. */
export function safetyBench(): SafetyBench {
  let bench: Workbench
  let deps: AdvanceDeps & PerformDeps
  let account: Account
  beforeAll(async () => {
    bench = await openWorkbench()
    deps = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
    await bench.office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: bench.office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: 1, security: 'none', user: '' } }))
  })
  afterAll(() => bench.close())
  beforeEach(async () => {
    account = await bench.newAccount()
    await rows(sql`update workspace set limits = '{}', halted = false`)
  })
  const rows = (query: ReturnType<typeof sql>) => bench.office.ask((tx) => tx.execute(query))
  const subject = (executionId = '') => ({ workspaceId: bench.office.workspaceId, executionId })
  return {
    get office() { return bench.office },
    get deps() { return deps },
    get account() { return account },
    newAccount: () => bench.newAccount(),
    moveOn: async () => {
      account = await bench.newAccount()
    },
    rule: (graph, options = {}) => ruleWith(bench.office, graph, { accountId: account.accountId, ...options }),
    deliver: (letter = {}) => bench.deliver(account.accountId, letter),
    subject,
    go: (executionId) => advance(bench.deps, subject(executionId)),
    rows,
    passed: async (messageId) => (await rows(sql`select verdicts from why_not where message_id = ${messageId}`))[0]?.verdicts,
    stepOf: async (executionId, step) => (await rows(sql`select state, reason, detail from execution_step where execution_id = ${executionId ?? ''}::uuid and step_id = ${step}`))[0],
    executionOf: async (executionId) => (await rows(sql`select state, held_at is not null as held, parked from execution where id = ${executionId ?? ''}::uuid`))[0],
    repliesOf: () => rows(sql`select id, state, to_jsonb("to") -> 0 ->> 'address' as "to", execution_id from outgoing_message where account_id = ${account.accountId} and execution_id is not null order by created_at, id`),
    alertsOf: (ruleId) => rows(sql`select kind, (data ->> 'count')::int as count from notification where data ->> 'ruleId' = ${ruleId} order by kind`),
    alertMailsOf: async () => (await rows(sql`select id from outgoing_message where account_id = ${account.accountId} and effect_key like 'alert/%'`)).length,
  }
}

/** The step that answers by itself. */
export const REPLY = { reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } } }

/** A rule that answers every mail. */
export const replying = (settings: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf(REPLY, [['start', 'reply']]), ...settings })
