import { describe, expect, it } from 'vitest'
import { backlogAddress } from '../../../components/execution/addresses'
import { decisionAgainst, decisionsBefore, namesOf, stepsOf, type Run, type Step } from '../../../components/execution/run-steps'
import { triesOf } from '../../../components/execution/tries'
import type { Compared } from '../../../rules/node-type'

type Wanted = Parameters<typeof stepsOf>[0]

const compared: readonly Compared[] = [{ path: [], kind: 'group', mode: 'all', actual: null, verdict: true }]
const now = new Date(Date.UTC(2026, 10, 19, 14))
const line = (stepId: string, more: Partial<Step> = {}): Step => ({
  stepId, state: 'done', port: 'next', reason: null, detail: null, startedAt: now, endedAt: now, attempts: [], nextTryAt: null, compared: null, receipts: null, outputs: null, error: null, mail: null, wait: null, effectKeys: [], ...more,
})
const step = (id: string) => ({ id, work: 'decide' as const, ports: ['next'], join: 'all' as const, onError: 'stop' as const, onSkip: 'continue' as const })

/** start → if (yes → wait → tell; no → move → star). */
function runWith(state: Run['state'], steps: readonly Step[], notReached: readonly string[]): Wanted {
  const edges = [['start', 'next', 'if'], ['if', 'yes', 'wait'], ['wait', 'elapsed', 'tell'], ['if', 'no', 'move'], ['move', 'next', 'star']].map(([from = '', port = '', to = '']) => ({ from, port, to }))
  const plan = { skeleton: { planVersion: 1 as const, steps: ['start', 'if', 'wait', 'tell', 'move', 'star'].map(step), edges }, nodes: {}, scope: 'message' as const, leading: [] }
  const message = null
  return {
    id: 'r', state, steps: [...steps], notReached, plan, graph: null, message, refs: {}, reason: null, mode: 'live', trigger: 'mail arrived', isHeld: false, createdAt: now, startedAt: now, endedAt: state === 'cancelled' ? now : null, rerunOf: null,
    ruleId: '', ruleName: '', ruleDeleted: false, version: 1, accountId: '', accountName: '', accountAddress: '', messageId: '', threadId: '', fromName: '', fromAddress: '', subject: '', outcome: [], durationMilliseconds: 0,
    scopeKey: '', hop: 0, parked: false, causeExecutionId: null, cancelRequestedAt: null, versionId: '', publishedAt: now, author: null, note: '', liveVersion: 1, reruns: [], siblings: [], cause: null, caused: [], recordId: null, triggerData: {}, backlogJobId: null,
  }
}

const decided = [line('start'), line('if', { port: 'yes', compared: [...compared] })]
const ids = (steps: readonly { readonly id: string }[]) => steps.map(({ id }) => id)

describe('the steps of a run', () => {
  it('that wait have what may still come apart from the ways not taken', () => {
    const waiting = runWith('waiting', [...decided, line('wait', { state: 'waiting', port: null, endedAt: null }), line('move', { state: 'skipped', reason: 'not on the path taken', port: null }), line('star', { state: 'skipped', reason: 'not on the path taken', port: null })], ['tell', 'move', 'star'])
    const { reached, ahead, notTaken } = stepsOf(waiting)
    expect([ids(reached), ids(ahead)]).toEqual([['start', 'if', 'wait'], ['tell']])
    expect(notTaken).toMatchObject([{ id: 'move', fork: 'if', port: 'no' }, { id: 'star', fork: null, port: null }])
  })

  it('that were swept away by stopping do not count as reached', () => {
    const stopped = runWith('cancelled', [...decided, line('wait', { state: 'cancelled', port: null }), line('tell', { state: 'cancelled', port: null })], ['move', 'star'])
    expect(ids(stepsOf(stopped).reached)).toEqual(['start', 'if', 'wait'])
    expect(ids(stepsOf(stopped).notTaken)).toEqual(['tell', 'move', 'star'])
  })

  it('know the decision that led to them, and the one that sent the mail elsewhere', () => {
    const run = runWith('waiting', [...decided, line('wait', { state: 'waiting', port: null })], ['tell', 'move', 'star'])
    expect(ids(decisionsBefore(run, 'wait').map(({ stepId }) => ({ id: stepId })))).toEqual(['if'])
    expect(decisionAgainst(run, 'star')?.stepId).toBe('if')
    expect(decisionAgainst(run, 'wait')).toBeNull()
  })

  it('have the tries of the ledger where no mail was sent', () => {
    expect(triesOf(line('move', { attempts: [{ at: now.toISOString(), milliseconds: 5, result: 'done' }] }))).toMatchObject([{ at: now, milliseconds: 5, result: 'done', said: null }])
  })
})

describe('a run of a rule that was applied to older mail', () => {
  it('leads to that work while it is known and the rule is there [TRG-07]', () => {
    const work = { ruleId: 'r1', ruleDeleted: false, backlogJobId: 'j1' }
    expect(backlogAddress(work)).toBe('/rules?apply=r1&job=j1')
    expect(backlogAddress({ ...work, ruleDeleted: true })).toBeNull()
    expect(backlogAddress({ ...work, backlogJobId: null })).toBeNull()
  })
})

it('what a run touched is said by its name of today, web addresses too', () => {
  const names = namesOf({ accountId: 'a', accountName: 'Support', refs: { e: { kind: 'endpoint', id: 'e', name: 'Warehouse' }, u: { kind: 'user', id: 'u', name: 'Ada' } } })
  expect(names).toMatchObject({ endpoint: { e: 'Warehouse' }, user: { u: 'Ada' }, account: { a: 'Support' } })
})
