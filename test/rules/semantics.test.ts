import { describe, expect, test } from 'vitest'
import { compile } from '../../rules/compile'
import { dryRun } from '../../rules/dry-run'
import { match } from '../../rules/match'
import { eventsOfRow } from '../../rules/plan/ledger'
import { begin, executionState, finalState, isFinal, isParked, readySteps, replay, walk, WalkError } from '../../rules/plan/walk'
import type { WalkState } from '../../rules/plan/walk'
import type { PlanSkeleton } from '../../rules/plan/plan'
import { takeTurn } from '../../rules/turn'
import { checking, done, draw, failed, mail, MOMENT, moving, planOf, REFERENCES, replying, skeleton, START, statesOf, STOP, subjectContains, tagging, ticket, uncertain, waiting, walked, world } from '../support/drawn-rules'

/** Semantics, version 1: one describe per line, as far as these nodes and the reducer reach it. */

const ready = (plan: PlanSkeleton, state: WalkState) => readySteps(plan, state).map(({ id }) => id)
const codes = (compiled: ReturnType<typeof compile>) => ('problems' in compiled ? compiled.problems : compiled.warnings).map(({ code }) => code)

describe('1: a graph has one trigger and no cycle, and only meaning has meaning', () => {
  test('two triggers are refused', () => {
    expect(codes(compile(draw({ a: START, b: START, c: tagging('x') }, ['a -> c', 'b -> c']), REFERENCES))).toContain('manyTriggers')
  })
  test('a way round is refused', () => {
    expect(codes(compile(draw({ a: START, b: tagging('x'), c: tagging('y') }, ['a -> b', 'b -> c', 'c -> b']), REFERENCES))).toContain('cycle')
  })
  test('positions and notes change nothing in the plan, the order of nodes does', () => {
    const edges = ['s -> a', 's -> b']
    const plain = planOf(draw({ s: START, a: tagging('a'), b: tagging('b') }, edges))
    const moved = planOf(draw({ s: START, a: tagging('a', { position: { x: 9, y: 9 }, note: 'hm' }), b: tagging('b') }, edges))
    const swapped = planOf(draw({ s: START, b: tagging('b'), a: tagging('a') }, edges))
    expect(moved).toEqual(plain)
    expect(swapped.skeleton.steps.map(({ id }) => id)).toEqual(['s', 'b', 'a'])
  })
})

describe('2: limits are checked when compiling', () => {
  test('51 effects on mail servers on one path are refused, 50 are not', () => {
    const chain = (length: number) => {
      const ids = Array.from({ length }, (_, index) => `m${index}`)
      const nodes = Object.fromEntries(ids.map((id) => [id, { type: 'message.star', config: { starred: true } }]))
      return draw({ s: START, ...nodes }, ids.map((id, index) => `${index === 0 ? 's' : ids[index - 1]} -> ${id}`))
    }
    expect(codes(compile(chain(50), REFERENCES))).toEqual([])
    expect(codes(compile(chain(51), REFERENCES))).toContain('tooManyOutward')
  })
  test('a wait of more than a year is refused', () => {
    const graph = draw({ s: START, w: waiting('nothing', 366 * 86_400), a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])
    expect(codes(compile(graph, REFERENCES))).toContain('waitTooLong')
  })
})

describe('3: a step ends once', () => {
  const plan = skeleton({ t: {}, o1: {} }, ['t -> o1'])
  test('it goes from pending over ready, running and retrying to done', () => {
    const states = [begin(plan), walked(plan), walked(plan, { step: 'o1', state: 'running' }), walked(plan, { step: 'o1', state: 'running' }, { step: 'o1', state: 'retrying' }), walked(plan, done('o1'))]
    expect(states.map(({ steps }) => steps['o1']?.state)).toEqual(['pending', 'ready', 'running', 'retrying', 'done'])
  })
  test('the same outcome again changes nothing, and neither does late news of its running', () => {
    const state = walked(plan, done('o1'))
    for (const event of [done('o1'), { step: 'o1', state: 'retrying' } as const]) {
      expect(walk(plan, state, { type: 'step', event })).toMatchObject({ state, events: [] })
    }
  })
  test('another outcome after the end is refused', () => {
    expect(() => walked(plan, done('o1'), failed('o1'))).toThrow(WalkError)
  })
  test('an outcome of a step that is not ready, unknown, or on a port it has not, is refused', () => {
    const longer = skeleton({ t: {}, o1: {}, b2: {} }, ['t -> o1', 'o1 -> b2'])
    expect(() => walked(longer, done('b2'))).toThrow('not ready')
    expect(() => walked(longer, done('nobody'))).toThrow('unknown step')
    expect(() => walked(longer, done('o1', 'sideways'))).toThrow('unknown port')
  })
})

describe('4: a done step takes its port’s edges and no others', () => {
  const plan = skeleton({ t: {}, d1: {}, b1: {}, b2: {}, b3: {} }, ['t -> d1', 'd1.yes -> b1', 'd1.yes -> b2', 'd1.no -> b3'])
  test('the edges at its port are taken, all others not', () => {
    const state = walked(plan, done('d1', 'yes'))
    expect(state.edges).toEqual(['taken', 'taken', 'taken', 'not taken'])
    expect(statesOf(state)).toMatchObject({ b1: 'ready', b2: 'ready', b3: 'skipped: not on the path taken' })
  })
  test.each(['scope used', 'outside its dates', 'switched off', 'moved by another rule', 'loop guard', 'suppressed', 'no mail', 'part is off'] as const)('an action skipped because of “%s” takes next, or nothing where set to stop there', (reason) => {
    const going = skeleton({ t: {}, b1: {}, b2: {} }, ['t -> b1', 'b1 -> b2'])
    const stopping = skeleton({ t: {}, b1: { onSkip: 'stop' }, b2: {} }, ['t -> b1', 'b1 -> b2'])
    const event = { step: 'b1', state: 'skipped', reason } as const
    expect(statesOf(walked(going, event))).toMatchObject({ b2: 'ready' })
    expect(statesOf(walked(stopping, event))).toMatchObject({ b2: 'skipped: not on the path taken' })
  })
  test('an action switched off is skipped and its followers run', () => {
    const plan = planOf(draw({ s: START, a: tagging('a', { enabled: false }), b: tagging('b') }, ['s -> a', 'a -> b']))
    const run = dryRun(plan, mail(), world())
    expect(run.steps).toMatchObject([{ state: 'done' }, { state: 'skipped', reason: 'switched off' }, { state: 'done' }])
    expect(run).toMatchObject({ state: 'done with skips', effects: [{ kind: 'tag.add', tag: 'b' }] })
  })
  test('a late verdict changes an uncertain step and the end, never an edge', () => {
    const plan = skeleton({ t: {}, o1: {}, b2: {} }, ['t -> o1', 'o1 -> b2'])
    const lost = walked(plan, uncertain('o1'))
    expect(finalState(plan, lost)).toBe('uncertain')
    const settled = walk(plan, lost, { type: 'step', event: done('o1') })
    expect(settled.state.edges).toEqual(lost.edges)
    expect(statesOf(settled.state)).toMatchObject({ o1: 'done', b2: 'skipped: not on the path taken' })
    expect(settled.commands).toEqual([{ type: 'finish', state: 'done' }])
    expect(finalState(plan, walk(plan, lost, { type: 'step', event: failed('o1') }).state)).toBe('failed')
  })
})

describe('5: joins', () => {
  const joined = (join: 'all' | 'first') => skeleton({ t: {}, b1: {}, o2: {}, b3: { join } }, ['t -> b1', 't -> o2', 'b1 -> b3', 'o2 -> b3'])
  test('by default a step waits until all that lead to it have settled', () => {
    expect(statesOf(walked(joined('all'), done('b1')))['b3']).toBe('pending')
    expect(statesOf(walked(joined('all'), done('b1'), failed('o2')))['b3']).toBe('ready')
  })
  test('set to the first, it runs at the first one taken, and once', () => {
    const state = walked(joined('first'), done('b1'), done('b3'), done('o2'))
    expect(statesOf(walked(joined('first'), done('b1')))['b3']).toBe('ready')
    expect(statesOf(state)['b3']).toBe('done')
  })
  test('set to the first, one that is not taken does not start it', () => {
    expect(statesOf(walked(joined('first'), failed('o2')))['b3']).toBe('pending')
  })
})

test('6: a step that no path can reach any more is skipped, and so is what follows it', () => {
  const plan = skeleton({ t: {}, d1: {}, b1: {}, b2: {}, w3: {}, b4: {} }, ['t -> d1', 'd1.yes -> b1', 'b1 -> b2', 'b2 -> w3', 'd1.no -> b4'])
  const skipped = 'skipped: not on the path taken'
  expect(statesOf(walked(plan, done('d1', 'no')))).toMatchObject({ b1: skipped, b2: skipped, w3: skipped, b4: 'ready' })
})

describe('7: order', () => {
  const plan = skeleton({ t: {}, o9: {}, b1: {}, o2: {} }, ['t -> o2', 't -> b1', 't -> o9'])
  test('ready steps come in document order, whatever the order of their edges [ACT-10]', () => {
    expect(ready(plan, walked(plan))).toEqual(['o9', 'b1', 'o2'])
  })
  test('outward effects of different branches are asked for side by side, with the database steps', () => {
    expect(walk(plan, begin(plan), { type: 'start' }).commands).toEqual([{ type: 'advance' }, { type: 'perform', step: 'o9' }, { type: 'perform', step: 'o2' }])
  })
})

describe('8: conditions', () => {
  test('the values compared and the verdict are kept with the decision', () => {
    const plan = planOf(draw({ s: START, c: checking(subjectContains('invoice')), a: tagging('x') }, ['s -> c', 'c.yes -> a']))
    const decision = match(plan, { type: 'mail arrived', facts: mail({ subject: 'An INVOICE' }), accountRef: 'account-1' })
    expect(decision).toMatchObject({ hit: true, decided: [{ step: 's', port: 'next' }, { step: 'c', port: 'yes', because: [{ kind: 'group', verdict: true }, { actual: ['An INVOICE'], mark: [0, 3, 10], verdict: true }] }] })
  })
  test('only conditions that nothing but the trigger and such conditions lead to are decided at intake', () => {
    const nodes = { s: START, c1: checking(subjectContains('a')), c2: checking(subjectContains('b')), a: tagging('x'), c3: checking(subjectContains('c')), b: tagging('y') }
    expect(planOf(draw(nodes, ['s -> c1', 'c1.yes -> c2', 'c2.yes -> a', 'a -> c3', 'c3.yes -> b'])).leading).toEqual(['c1', 'c2'])
  })
  test('a condition after an action sees what the action changed', () => {
    const tagged = checking({ kind: 'test', field: 'tag', header: '', operator: 'is', values: ['Finance'] })
    const plan = planOf(draw({ s: START, a: tagging('Finance'), c: tagged, b: tagging('seen') }, ['s -> a', 'a -> c', 'c.yes -> b']))
    expect(dryRun(plan, mail(), world()).effects).toEqual([{ kind: 'tag.add', tag: 'Finance' }, { kind: 'tag.add', tag: 'seen' }])
  })
})

describe('12: when a step fails', () => {
  const plan = (onError: 'stop' | 'continue' | 'error') =>
    skeleton({ t: {}, o1: { onError, ports: ['next', 'error'] }, b2: {}, b3: {} }, ['t -> o1', 'o1 -> b2', 'o1.error -> b3'])
  test.each([
    ['stop', 'skipped: not on the path taken', 'skipped: not on the path taken', 'failed'],
    ['continue', 'ready', 'skipped: not on the path taken', 'done'],
    ['error', 'skipped: not on the path taken', 'ready', 'done'],
  ] as const)('set to %s, next is %s and error is %s', (onError, next, error, final) => {
    const state = walked(plan(onError), failed('o1'))
    expect(statesOf(state)).toMatchObject({ o1: 'failed', b2: next, b3: error })
    const rest = readySteps(plan(onError), state).reduce((at, { id }) => walk(plan(onError), at, { type: 'step', event: done(id) }).state, state)
    expect(finalState(plan(onError), rest)).toBe(final)
  })
  test.each(['stop', 'continue', 'error'] as const)('set to %s, an uncertain step settles its edges as a failed one', (onError) => {
    expect(walked(plan(onError), uncertain('o1')).edges).toEqual(walked(plan(onError), failed('o1')).edges)
  })
  test('while it is being tried again the execution is retrying', () => {
    expect(executionState(plan('stop'), walked(plan('stop'), { step: 'o1', state: 'retrying' }))).toBe('retrying')
  })
})

describe('13: scopes', () => {
  test('an action may be stricter than the rule, never looser', () => {
    const graph = (rule: 'message' | 'thread', action: string) => draw({ s: START, a: tagging('x', { scope: action }) }, ['s -> a'], rule)
    expect(codes(compile(graph('message', 'thread'), REFERENCES))).toEqual([])
    expect(codes(compile(graph('thread', 'message'), REFERENCES))).toEqual(['scopeLooser'])
  })
  test('an action whose scope is used is skipped, naming the execution that used it', () => {
    const plan = planOf(draw({ s: START, a: tagging('x', { scope: 'thread' }), b: tagging('y') }, ['s -> a', 'a -> b']))
    const run = dryRun(plan, mail(), world({ usedScopes: { a: 'execution-9' } }))
    expect(run.steps[1]).toMatchObject({ state: 'skipped', reason: 'scope used', detail: 'execution-9' })
    expect(run.effects).toEqual([{ kind: 'tag.add', tag: 'y' }])
  })
})

describe('15: effects that would change nothing', () => {
  test('a tag that is there and a mailbox the mail is in are done with no change', () => {
    const plan = planOf(draw({ s: START, a: tagging('x'), b: moving('inbox') }, ['s -> a', 'a -> b']))
    const run = dryRun(plan, mail({ tags: ['x'] }), world({ tags: ['x'] }))
    expect(run.steps.slice(1)).toMatchObject([{ state: 'done', would: [{ prediction: { would: 'no change' } }] }, { state: 'done', would: [{ prediction: { would: 'no change' } }] }])
    expect(run).toMatchObject({ state: 'done', effects: [] })
  })
  test.each(['list', 'automatic', 'bounce', 'own address', 'null sender', 'already answered'] as const)('a reply suppressed because of “%s” is skipped with that reason', (suppression) => {
    const plan = planOf(draw({ s: START, a: replying(), b: tagging('x') }, ['s -> a', 'a -> b']))
    const run = dryRun(plan, mail(), world({ suppression }))
    expect(run.steps).toMatchObject([{}, { state: 'skipped', reason: 'suppressed', detail: suppression }, { state: 'done' }])
    expect(run.state).toBe('done with skips')
  })
})

describe('16: waits', () => {
  const plan = planOf(draw({ s: START, w: waiting('answered', 60), a: tagging('late'), b: tagging('answered') }, ['s -> w', 'w.elapsed -> a', 'w.replied -> b']))
  test('time and event have a port each', () => {
    expect(takeTurn(plan, 'w', { facts: mail(), companyName: '', now: '2026-05-04T09:00:00.000Z', timeZone: 'UTC', values: {}, calendars: {} })).toEqual({
      does: 'wait', wait: { due: { afterSeconds: 60 }, listensTo: 'answered', elapsedPort: 'elapsed', eventPort: 'replied' }, dueAt: '2026-05-04T09:01:00.000Z',
    })
  })
  test('while it waits the execution is waiting and parked', () => {
    const state = walked(plan.skeleton, { step: 'w', state: 'waiting' })
    expect([executionState(plan.skeleton, state), isParked(state)]).toEqual(['waiting', true])
    expect(walk(plan.skeleton, state, { type: 'step', event: { step: 'w', state: 'waiting' } }).commands).toEqual([{ type: 'park', steps: ['w'] }])
  })
})

describe('17: times', () => {
  const dueAt = (node: Parameters<typeof draw>[0][string], now: string, timeZone: string) => {
    const turn = takeTurn(planOf(draw({ s: START, w: node, a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])), 'w', { facts: mail(), companyName: '', now, timeZone, values: {}, calendars: MOMENT.calendars })
    return turn.does === 'wait' ? turn.dueAt : turn.does
  }
  // Clocks: Berlin +1 to +2 on 29 March 2026 at 01:00 UTC, back on 25 October at 01:00 UTC; Lord Howe +11 to +10:30 on 5 April at 15:00 UTC the day before; Kathmandu is +5:45.
  test.each([
    ['a duration is elapsed time, over the start of summer time', waiting('nothing', 86_400), '2026-03-28T12:00:00.000Z', 'Europe/Berlin', '2026-03-29T12:00:00.000Z'],
    ['a date is what the clocks of the zone show', { type: 'wait.until', config: { at: '2026-07-01T09:00' } }, '2026-05-01T00:00:00.000Z', 'Asia/Kathmandu', '2026-07-01T03:15:00.000Z'],
    ['a time that is skipped is the next there is', { type: 'wait.until', config: { at: '2026-03-29T02:30' } }, '2026-03-01T00:00:00.000Z', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['a time that is repeated is its first', { type: 'wait.until', config: { at: '2026-10-25T02:30' } }, '2026-10-01T00:00:00.000Z', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['half an hour is repeated too', { type: 'wait.until', config: { at: '2026-04-05T01:45' } }, '2026-03-01T00:00:00.000Z', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('%s', (_, node, now, zone, due) => {
    expect(dueAt(node, now, zone)).toBe(due)
  })
  test('a rule’s own zone counts over that of the workspace', () => {
    const plan = planOf({ ...draw({ s: START, w: { type: 'wait.until', config: { at: '2026-07-01T09:00' } }, a: tagging('x') }, ['s -> w', 'w.elapsed -> a']), timeZone: 'America/Sao_Paulo' })
    expect(takeTurn(plan, 'w', { facts: mail(), companyName: '', now: '2026-05-01T00:00:00.000Z', timeZone: 'Asia/Kathmandu', values: {}, calendars: {} })).toMatchObject({ dueAt: '2026-07-01T12:00:00.000Z' })
  })
})

describe('18: dates are asked for when a step runs', () => {
  const graph = draw({ s: START, c: checking(subjectContains('invoice')), a: tagging('x'), b: tagging('y', { window: { from: '2026-12-24', until: '2026-12-24' } }) }, ['s -> c', 'c.yes -> a', 'a -> b'])
  const at = (plan: ReturnType<typeof planOf>, step: string, now: string) => takeTurn(plan, step, { ...MOMENT, now, facts: mail(), companyName: '' })
  test('an action outside its own is left out', () => {
    const plan = planOf(graph)
    // In Amsterdam the 24th begins at 23:00 UTC and ends a day later.
    expect(['2026-12-23T22:59:59.000Z', '2026-12-23T23:00:00.000Z', '2026-12-24T22:59:59.000Z', '2026-12-24T23:00:00.000Z'].map((now) => at(plan, 'b', now).does)).toEqual(['settle', 'effects', 'effects', 'settle'])
    expect(at(plan, 'b', '2026-12-25T12:00:00.000Z')).toMatchObject({ outcome: { state: 'skipped', reason: 'outside its dates' } })
  })
  test('so is every action outside those of its rule, though the mail came within; conditions are decided all the same', () => {
    const plan = planOf({ ...graph, window: { until: '2026-12-24' } })
    expect(at(plan, 'a', '2026-12-25T12:00:00.000Z')).toMatchObject({ outcome: { state: 'skipped', reason: 'outside its dates' } })
    expect(at(plan, 'c', '2026-12-25T12:00:00.000Z')).toMatchObject({ outcome: { state: 'done', port: 'yes' } })
  })
})

test('19: a rule moves on for the next one when nothing is ready, also while an outward call runs', () => {
  const plan = skeleton({ t: {}, o1: {}, w2: {} }, ['t -> o1', 't -> w2'])
  expect(isParked(walked(plan))).toBe(false)
  expect(isParked(walked(plan, { step: 'w2', state: 'waiting' }))).toBe(false)
  expect(isParked(walked(plan, { step: 'w2', state: 'waiting' }, { step: 'o1', state: 'running' }))).toBe(true)
  expect(isParked(walked(plan, { step: 'w2', state: 'waiting' }, done('o1'), done('w2', 'elapsed')))).toBe(false)
})

test('19: a mail that another rule moved stays where it is', () => {
  const plan = planOf(draw({ s: START, a: moving('invoices') }, ['s -> a']))
  expect(dryRun(plan, mail(), world({ movedBy: 'Sorting' })).steps[1]).toMatchObject({ state: 'skipped', reason: 'moved by another rule', detail: 'Sorting' })
})

describe('20: Stop', () => {
  const plan = skeleton({ t: {}, b1: { ports: [], stops: 'execution' }, o2: {}, w3: {}, m4: {}, b5: {} }, ['t -> b1', 't -> o2', 't -> w3', 't -> m4', 'm4 -> b5'])
  const before = walked(plan, { step: 'o2', state: 'running' }, { step: 'w3', state: 'waiting' })
  const stopped = walk(plan, before, { type: 'step', event: { step: 'b1', state: 'done', port: '', stops: 'execution' } })
  test('steps not started are skipped, waits are cancelled, running ones finish', () => {
    expect(statesOf(stopped.state)).toMatchObject({ b1: 'done', o2: 'running', w3: 'cancelled', m4: 'skipped: stopped', b5: 'skipped: stopped' })
    expect(isFinal(stopped.state)).toBe(false)
    const end = walk(plan, stopped.state, { type: 'step', event: done('o2') })
    expect(statesOf(end.state)).toMatchObject({ o2: 'done', b5: 'skipped: stopped' })
    expect(end.commands).toEqual([{ type: 'finish', state: 'done with skips' }])
  })
  test('a ledger that holds only the rows of a Stop rebuilds the same', () => {
    const rows = [done('t'), { step: 'o2', state: 'running' } as const, { step: 'w3', state: 'waiting' } as const, done('b1', ''), ...stopped.events.slice(1)]
    expect(replay(plan, rows.map((event) => ({ type: 'step', event })))).toEqual(stopped.state)
  })
  test('the node Stop ends its execution', () => {
    const plan = planOf(draw({ s: START, x: STOP, a: tagging('never') }, ['s -> x', 's -> a']))
    expect(dryRun(plan, mail(), world())).toMatchObject({ verdict: 'ends', effects: [], steps: [{}, { state: 'done' }, { state: 'skipped', reason: 'stopped' }] })
  })
})

describe('22 and 26: a dry run', () => {
  const graph = draw({ s: START, a: tagging('x'), w: waiting('replied'), b: tagging('late'), c: ticket() }, ['s -> a', 'a -> w', 'w.elapsed -> b', 'w.replied -> c'])
  test('ends at its first wait', () => {
    expect(dryRun(planOf(graph), mail(), world())).toMatchObject({ verdict: 'waits', state: null, effects: [{ kind: 'tag.add', tag: 'x' }], steps: [{}, {}, { state: 'waiting' }, { state: 'pending' }, { state: 'pending' }] })
  })
  test('shows what each outcome of the wait would do', () => {
    expect(dryRun(planOf(graph), mail(), world(), { waitOutcomes: { w: 'elapsed' } }).effects.at(-1)).toEqual({ kind: 'tag.add', tag: 'late' })
    expect(dryRun(planOf(graph), mail(), world(), { waitOutcomes: { w: 'replied' } }).effects.at(-1)).toMatchObject({ kind: 'record.create' })
  })
  test('decides at intake what the real run decides there: a Stop that is drawn before it comes too late to skip it', () => {
    const plan = planOf(draw({ s: START, v: tagging('first'), x: STOP, c: checking(subjectContains('invoice')), a: tagging('never') }, ['s -> v', 'v -> x', 's -> c', 'c.no -> a']))
    expect(dryRun(plan, mail(), world())).toMatchObject({ state: 'done', steps: [{}, { state: 'done' }, { state: 'done' }, { state: 'done', port: 'yes' }, { state: 'skipped', reason: 'not on the path taken' }] })
  })
  test('says that a rule that does not match would do nothing', () => {
    const plan = planOf(draw({ s: START, c: checking(subjectContains('order')), a: tagging('x') }, ['s -> c', 'c.yes -> a']))
    expect(dryRun(plan, mail(), world())).toMatchObject({ verdict: 'no match', effects: [], match: { hit: false, step: 'c', reason: 'condition' } })
  })
  test('a second ticket in the same thread would be the first one again', () => {
    const plan = planOf(draw({ s: START, a: ticket(), b: ticket() }, ['s -> a', 'a -> b']))
    const run = dryRun(plan, mail(), world())
    expect(run.steps.slice(1)).toMatchObject([{ would: [{ prediction: { would: 'do' } }] }, { would: [{ prediction: { would: 'reuse' } }] }])
  })
})

describe('23: the final state, by the first that applies', () => {
  const plan = skeleton({ t: {}, o1: {}, o2: {}, o3: {}, d4: {}, b5: {} }, ['t -> o1', 't -> o2', 't -> o3', 't -> d4', 'd4.yes -> b5'])
  const skipped = (step: string) => ({ step, state: 'skipped', reason: 'suppressed' }) as const
  test('a path not taken is no skip', () => {
    expect(finalState(plan, walked(plan, done('o1'), done('o2'), done('o3'), done('d4', 'no')))).toBe('done')
  })
  test('any other skip makes it done with skips', () => {
    expect(finalState(plan, walked(plan, skipped('o1'), done('o2'), done('o3'), done('d4', 'no')))).toBe('done with skips')
  })
  test('a failure that nothing handles comes before skips', () => {
    expect(finalState(plan, walked(plan, skipped('o1'), failed('o2'), done('o3'), done('d4', 'no')))).toBe('failed')
  })
  test('uncertain comes before failed', () => {
    expect(finalState(plan, walked(plan, uncertain('o1'), failed('o2'), skipped('o3'), done('d4', 'no')))).toBe('uncertain')
  })
  test('cancelled comes before all', () => {
    const running = walked(plan, uncertain('o1'), failed('o2'))
    expect(finalState(plan, walk(plan, running, { type: 'cancel' }).state)).toBe('cancelled')
  })
  test('before its trigger it is queued, then running', () => {
    expect([executionState(plan, begin(plan)), executionState(plan, walked(plan))]).toEqual(['queued', 'running'])
  })
})

describe('24: cancelling', () => {
  const plan = skeleton({ t: {}, o1: {}, b2: {}, w3: {}, m4: {}, b5: {} }, ['t -> o1', 'o1 -> b2', 't -> w3', 't -> m4', 'm4 -> b5'])
  const before = walked(plan, { step: 'o1', state: 'running' }, { step: 'w3', state: 'waiting' })
  const cancelled = walk(plan, before, { type: 'cancel' })
  test('steps not started are cancelled, waits close, a call in flight is awaited', () => {
    expect(statesOf(cancelled.state)).toMatchObject({ t: 'done', o1: 'running', b2: 'cancelled', w3: 'cancelled', m4: 'cancelled', b5: 'cancelled' })
    expect(cancelled.commands).toEqual([{ type: 'perform', step: 'o1' }])
  })
  test('the call is recorded as what it was', () => {
    const end = walk(plan, cancelled.state, { type: 'step', event: done('o1') })
    expect(statesOf(end.state)).toMatchObject({ o1: 'done', b2: 'cancelled' })
    expect(end.commands).toEqual([{ type: 'finish', state: 'cancelled' }])
  })
  test('cancelling again, or after the end, changes nothing', () => {
    expect(walk(plan, cancelled.state, { type: 'cancel' })).toMatchObject({ state: cancelled.state, events: [] })
    const tiny = skeleton({ t: {}, b1: {} }, ['t -> b1'])
    const ended = walked(tiny, done('b1'))
    expect(walk(tiny, ended, { type: 'cancel' }).state).toEqual(ended)
  })
  test('a cancelled row of a step that never started says so too', () => {
    const state = walk(plan, before, { type: 'step', event: { step: 'b2', state: 'cancelled' } }).state
    expect(state).toEqual(cancelled.state)
  })
  test('one outgoing mail cancelled by hand does not cancel the rest', () => {
    const state = walked(plan, { step: 'm4', state: 'waiting' }, { step: 'm4', state: 'cancelled' })
    expect(state.cancelled).toBe(false)
    expect(statesOf(state)).toMatchObject({ m4: 'cancelled', o1: 'ready' })
  })
})

describe('28: the ledger alone gives the same walk', () => {
  test('rows that were uncertain before their verdict keep the edges they settled', () => {
    const plan = skeleton({ t: {}, o1: {}, b2: {} }, ['t -> o1', 'o1 -> b2'])
    const live = walk(plan, walked(plan, uncertain('o1')), { type: 'step', event: done('o1') }).state
    const rows = [
      { stepId: 't', state: 'done', port: 'next', reason: null, wasUncertain: false },
      { stepId: 'o1', state: 'done', port: 'next', reason: null, wasUncertain: true },
      { stepId: 'b2', state: 'skipped', port: null, reason: 'not on the path taken', wasUncertain: false },
    ] as const
    expect(replay(plan, rows.flatMap(eventsOfRow).map((event) => ({ type: 'step', event })))).toEqual(live)
  })
  test('an unstarted row says nothing, a running one that it runs', () => {
    const row = { stepId: 'o1', port: null, reason: null, wasUncertain: false }
    expect(eventsOfRow({ ...row, state: 'ready' })).toEqual([])
    expect(eventsOfRow({ ...row, state: 'running' })).toEqual([{ step: 'o1', state: 'running' }])
  })
})
