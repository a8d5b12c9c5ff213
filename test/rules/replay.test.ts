import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WentStep } from '../../rules/compare-runs'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import { dryRun, type DryRun } from '../../rules/dry-run'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import { portColumn } from '../../rules/plan/ledger'
import { afterwards, predict, receiptOf } from '../../rules/predict'
import { replay, type Went } from '../../rules/replay'
import { drawnGraph } from '../support/drawn-graphs'
import { checking, draw, mail, moving, planOf, REFERENCES, START, STOP, subjectContains, tagging, ticket, waiting, world } from '../support/drawn-rules'

const THEN = '2026-11-02T08:00:00.000Z'

/** The ledger that a run of a plan leaves, all of it in one moment, in the order it happened. */
function ledgerOf(run: DryRun): readonly WentStep[] {
  return run.steps.map(({ id, state, port, ports, reason, detail, because, would, outputs }) => ({
    stepId: id, state, port: port === undefined ? null : portColumn({ port, ...(ports === undefined ? {} : { ports }) }), reason: reason ?? null, detail: detail ?? null, startedAt: THEN, compared: because ?? null,
    receipts: would?.map(({ effect, prediction }) => receiptOf(effect.kind, prediction)) ?? null, outputs: outputs ?? null,
  }))
}

interface Story {
  readonly ran: Plan
  readonly then?: Partial<MessageFacts>
  readonly now?: Partial<MessageFacts>
  readonly worldNow?: Partial<World>
  readonly waitOutcomes?: Readonly<Record<string, string>>
  readonly steps?: (steps: readonly WentStep[]) => readonly WentStep[]
  readonly occasion?: Went['occasion']
}

function went({ ran, then = {}, now = then, worldNow = {}, waitOutcomes = {}, steps = (same) => same, occasion = { type: 'mail arrived' } }: Story): Went {
  const [before, today] = [mail(then), mail(now)]
  const ledger = ledgerOf(dryRun(ran, before, world({ tags: before.tags, flags: before.flags }), { waitOutcomes, now: THEN }))
  return { plan: ran, steps: steps(ledger), mode: 'live', begunAt: THEN, occasion, facts: today, world: world({ tags: today.tags, flags: today.flags, ...worldNow }) }
}

const MADE = { ref: 'record-1', type: 'ticket', number: 7, stage: 'new', title: 'Invoice 7', assigneeRef: null, fields: {} } as const

/** With the id that a record got. */
const asMade = (rows: readonly WentStep[]) => rows.map((row) => ({ ...row, receipts: row.receipts?.map((receipt) => (receipt.result === 'done' ? { ...receipt, ref: MADE.ref } : receipt)) ?? null }))

const marks = ({ steps }: ReturnType<typeof replay>) => Object.fromEntries(steps.map(({ id, mark, differs }) => [id, differs.length === 0 ? mark : `${mark}: ${differs.join()}`]))
const invoices = (edges: readonly string[], more: Parameters<typeof draw>[0]) => planOf(draw({ s: START, c: checking(subjectContains('invoice')), ...more }, edges))

describe('a past execution and another version', () => {
  const ran = invoices(['s -> c', 'c.yes -> a', 'c.no -> n'], { a: tagging('Finance'), n: tagging('Other') })

  test('what the execution did itself is taken back: its own version would do the same again [SAF-05]', () => {
    const found = replay(ran, went({ ran, now: { tags: ['Finance'] } }), {})
    expect(marks(found)).toEqual({ s: 'same', c: 'same', a: 'same' })
    expect(found.run.effects).toEqual([{ kind: 'tag.add', tag: 'Finance' }])
  })

  test('a step that would do another thing, one that would be new, and one that would be left out are told apart [SAF-05]', () => {
    const tried = invoices(['s -> c', 'c.yes -> a', 'a -> m'], { a: tagging('Money'), m: moving('invoices') })
    expect(marks(replay(tried, went({ ran, now: { tags: ['Finance'] } }), {}))).toEqual({ s: 'same', c: 'same', a: 'changed: deed', m: 'added' })
    const bare = invoices(['s -> c', 'c.no -> n'], { n: tagging('Other') })
    expect(marks(replay(bare, went({ ran }), {}))).toMatchObject({ c: 'same', a: 'gone' })
  })

  test('a condition that takes the other way says so, and what lies behind it is gone and added', () => {
    const strict = planOf(draw({ s: START, c: checking(subjectContains('reminder')), a: tagging('Finance'), n: tagging('Other') }, ['s -> c', 'c.yes -> a', 'c.no -> n']))
    expect(marks(replay(strict, went({ ran }), {}))).toEqual({ s: 'same', c: 'changed: way', a: 'gone', n: 'added' })
  })

  test('what a condition compared then counts, not what is so today; what nobody wrote down is named', () => {
    const onTag = (word: string) => planOf(draw({ s: START, c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator: 'is', values: ['vip'] }] } } }, a: tagging(word) }, ['s -> c', 'c.yes -> a']))
    const story = { ran: onTag('Finance'), then: { tags: ['vip'] }, now: { tags: [] } }
    const found = replay(onTag('Money'), went(story), {})
    expect(marks(found)).toEqual({ s: 'same', c: 'same', a: 'changed: deed' })
    expect(found.recalled).toEqual(['tag'])
    const unread = planOf(draw({ s: START, c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'isRead', header: '', operator: 'isTrue', values: [] }] } } }, a: tagging('x') }, ['s -> c', 'c.yes -> a']))
    expect(replay(unread, went(story), {})).toMatchObject({ recalled: [], recomputed: { fields: ['isRead'] } })
  })

  test('a value that the execution itself had changed before is not taken for what was so at first', () => {
    const ofItsOwn = planOf(draw({ s: START, a: tagging('x'), c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator: 'is', values: ['x'] }] } } }, b: tagging('y') }, ['s -> a', 'a -> c', 'c.yes -> b']))
    const without = planOf(draw({ s: START, c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator: 'is', values: ['x'] }] } } }, b: tagging('y') }, ['s -> c', 'c.yes -> b']))
    expect(marks(replay(without, went({ ran: ofItsOwn, now: { tags: ['x', 'y'] } }), {}))).toEqual({ s: 'same', a: 'gone', c: 'changed: way', b: 'gone' })
  })

  test('a wait ends as it ended then', () => {
    const chase = (late: string) => planOf(draw({ s: START, w: waiting('replied'), l: tagging(late), r: tagging('answered') }, ['s -> w', 'w.elapsed -> l', 'w.replied -> r']))
    const found = replay(chase('too late'), went({ ran: chase('late'), waitOutcomes: { w: 'elapsed' }, now: { tags: ['late'] } }), {})
    expect(marks(found)).toEqual({ s: 'same', w: 'same', l: 'changed: deed' })
  })

  test('steps are taken when they were taken: a window that was open then is open', () => {
    const window = { days: [], from: '2026-11-01', until: '2026-11-10' }
    const within = planOf(draw({ s: START, a: tagging('x', { window }) }, ['s -> a']))
    expect(marks(replay(within, went({ ran: within }), {}))).toEqual({ s: 'same', a: 'same' })
  })

  test('a record that the execution opened is not there yet when it is tried again', () => {
    const opening = planOf(draw({ s: START, t: ticket() }, ['s -> t']))
    expect(marks(replay(opening, went({ ran: opening, steps: asMade, worldNow: { openRecords: [MADE] }, now: { record: MADE } }), {}))).toEqual({ s: 'same', t: 'same' })
  })

  test('a channel that the execution made itself is not there yet when it is tried again', () => {
    const post = (createMissing: boolean) => ({ type: 'channel.post', config: { channel: 'Orders', text: '{{ subject }}', createMissing } })
    const posting = planOf(draw({ s: START, p: post(false), m: post(true) }, ['s -> p', 'p -> m']))
    expect(marks(replay(posting, went({ ran: posting, worldNow: { channels: ['Orders'] } }), {}))).toEqual({ s: 'same', p: 'same', m: 'same' })
  })

  test('what a step did is taken back although its own version would not come to it today', () => {
    const update = { type: 'record.update', config: { recordType: 'ticket', stage: 'open', assignment: 'keep', assigneeRef: '', title: '', fields: [] }, onSkip: 'stop' }
    const halting = planOf(draw({ s: START, u: update, h: STOP, t: ticket() }, ['s -> u', 'u -> h', 's -> t']))
    expect(marks(replay(halting, went({ ran: halting, steps: asMade, worldNow: { openRecords: [MADE] }, now: { record: MADE } }), {}))).toMatchObject({ s: 'same', u: 'same', t: 'same' })
  })

  test('what failed then and would be done now has another result', () => {
    const failing = (rows: readonly WentStep[]) => rows.map((row) => (row.stepId === 'a' ? { ...row, state: 'failed' as const, port: null, reason: 'refused', receipts: [{ effect: 'tag.add' as const, result: 'failed' as const, code: 'refused' }] } : row))
    expect(marks(replay(ran, went({ ran, steps: failing }), {}))).toMatchObject({ a: 'changed: result' })
  })

  test('a version that something else sets off would not have been set off; run by hand it would', () => {
    const sent = planOf(draw({ s: { type: 'mail.sent', config: { by: 'anyone', actOn: 'sent' } }, a: tagging('x') }, ['s -> a']))
    expect(replay(sent, went({ ran }), {}).run.verdict).toBe('no match')
    expect(replay(sent, went({ ran, occasion: null }), {}).run.verdict).toBe('ends')
  })

  test('a rule tried again after its own run differs nowhere and would do the same, whatever the rule [SAF-05]', () => {
    const graphs = drawnGraph({ mailboxes: ['inbox', 'invoices', 'archive'], userRef: 'ada' })
    const plans = graphs.map((graph) => compile(graph, REFERENCES)).filter((compiled) => 'plan' in compiled)
    fc.assert(
      fc.property(plans, ({ plan }) => {
        const then = dryRun(plan, mail(), world(), { now: THEN })
        const after = then.effects.reduce((scene, effect) => afterwards(effect, predict(effect, scene.world), scene), { facts: mail(), world: world() })
        const { steps, run } = replay(plan, went({ ran: plan, now: after.facts, worldNow: { ...after.world, suppression: null } }), {})
        expect(steps.filter(({ mark }) => mark !== 'same')).toEqual([])
        expect(run.effects).toEqual(then.effects)
      }),
      { numRuns: 60 },
    )
  })
})
