import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PLAN_VERSION } from '../../rules/plan/plan'
import { eventsOfRow, portColumn } from '../../rules/plan/ledger'
import type { PlanEdge, PlanSkeleton, PlanStep, SkipCode, StepEvent } from '../../rules/plan/plan'
import { begin, commandsOf, finalState, isFinal, readySteps, replay, walk } from '../../rules/plan/walk'
import type { WalkState } from '../../rules/plan/walk'

/** What holds for every plan and every order of events, found over random ones. */

const WORKS = ['decide', 'database', 'outward', 'mail', 'wait'] as const

interface Drawn {
  readonly plan: PlanSkeleton
  /** What each step will answer, whenever it is asked. */
  readonly answers: ReadonlyMap<string, StepEvent>
}

const stepSettings = fc.record({
  work: fc.constantFrom(...WORKS),
  join: fc.constantFrom('all' as const, 'first' as const),
  onError: fc.constantFrom('stop' as const, 'continue' as const, 'error' as const),
  onSkip: fc.constantFrom('continue' as const, 'stop' as const),
  answer: fc.constantFrom('first', 'second', 'both', 'skipped', 'failed', 'uncertain'),
  reason: fc.constantFrom<SkipCode>('scope used', 'switched off', 'suppressed'),
})

/** Plans without a circle: edges lead forward in a hidden order, steps are listed in another. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({ settings: fc.array(stepSettings, { minLength: 1, maxLength: 12 }), seed: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 30 }), shuffle: fc.array(fc.nat(), { minLength: 13, maxLength: 13 }) })
  .map(({ settings, seed, shuffle }) => {
    const trigger: PlanStep = { id: 's0', work: 'trigger', ports: ['next'], join: 'all', onError: 'stop', onSkip: 'continue' }
    const steps = settings.map(({ work, join, onError, onSkip }, index): PlanStep => {
      const ports = work === 'decide' ? ['yes', 'no'] : work === 'wait' ? ['elapsed', 'replied'] : ['next']
      return { id: `s${index + 1}`, work, ports: onError === 'error' ? [...ports, 'error'] : ports, join, onError, onSkip }
    })
    const all = [trigger, ...steps]
    const edges = seed.map(([a, b, c]): PlanEdge => {
      const to = 1 + (a % steps.length)
      const from = all[b % to] ?? trigger
      return { from: from.id, port: from.ports[c % from.ports.length] ?? 'next', to: `s${to}` }
    })
    const order = all.map((step, index) => ({ step, key: shuffle[index] ?? 0 })).toSorted((x, y) => x.key - y.key)
    const answers = new Map(steps.map((step, index) => [step.id, answerOf(step, settings[index]?.answer ?? 'first', settings[index]?.reason ?? 'suppressed')]))
    return { plan: { planVersion: PLAN_VERSION, steps: order.map(({ step }) => step), edges }, answers }
  })

function answerOf(step: PlanStep, answer: string, reason: SkipCode): StepEvent {
  if (answer === 'skipped') return { step: step.id, state: 'skipped', reason }
  if (answer === 'failed' || answer === 'uncertain') return { step: step.id, state: answer, code: 'x' }
  const [one, other] = step.ports
  if (answer === 'both' && step.work === 'decide' && one !== undefined && other !== undefined) return { step: step.id, state: 'done', port: one, ports: [one, other] }
  const port = answer === 'second' ? (step.ports[1] ?? step.ports[0]) : step.ports[0]
  return { step: step.id, state: 'done', port: port ?? '' }
}

interface Walk {
  readonly state: WalkState
  readonly events: readonly StepEvent[]
  readonly asked: readonly string[]
}

/** Answers ready steps in the order `picks` says until the walk ends. */
function walkThrough({ plan, answers }: Drawn, picks: readonly number[]): Walk {
  let { state, events } = walk(plan, begin(plan), { type: 'start' })
  const asked: string[] = []
  for (let turn = 0; turn <= plan.steps.length; turn++) {
    const ready = readySteps(plan, state)
    const step = ready[(picks[turn] ?? 0) % Math.max(ready.length, 1)]
    const event = step === undefined ? undefined : answers.get(step.id)
    if (event === undefined) break
    asked.push(event.step)
    const next = walk(plan, state, { type: 'step', event })
    state = next.state
    events = [...events, ...next.events]
  }
  return { state, events, asked }
}

const picks = fc.array(fc.nat(), { maxLength: 15 })

test('every walk ends, with every step final and one command to finish', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      const { state } = walkThrough(rule, order)
      expect(isFinal(state)).toBe(true)
      expect(commandsOf(rule.plan, state)).toEqual([{ type: 'finish', state: finalState(rule.plan, state) }])
      expect(state.edges).not.toContain('open')
    }),
  )
})

test('no step is asked twice, and none is told of twice', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      const { asked, events } = walkThrough(rule, order)
      expect(new Set(asked).size).toBe(asked.length)
      expect(new Set(events.map(({ step }) => step)).size).toBe(events.length)
    }),
  )
})

test('the order in which steps answer changes nothing', () => {
  fc.assert(
    fc.property(drawn, picks, picks, (rule, one, other) => {
      expect(walkThrough(rule, one).state).toEqual(walkThrough(rule, other).state)
    }),
  )
})

test('28: the ledger, cut anywhere, rebuilds the state it was cut at', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      let { state, events } = walk(rule.plan, begin(rule.plan), { type: 'start' })
      for (let turn = 0; !isFinal(state); turn++) {
        expect(replay(rule.plan, events.map((event) => ({ type: 'step', event })))).toEqual(state)
        const ready = readySteps(rule.plan, state)
        const step = ready[(order[turn] ?? 0) % ready.length]
        const event = rule.answers.get(step?.id ?? '')
        if (event === undefined) throw new Error('a walk that has not ended has nothing ready')
        const next = walk(rule.plan, state, { type: 'step', event })
        state = next.state
        events = [...events, ...next.events]
      }
      expect(replay(rule.plan, events.map((event) => ({ type: 'step', event })))).toEqual(state)
    }),
  )
})

test('28: a crash between a step and what it spread to rebuilds the same', () => {
  fc.assert(
    fc.property(drawn, picks, fc.nat(), (rule, order, cut) => {
      const { state, events } = walkThrough(rule, order)
      const kept = events.slice(0, 1 + (cut % events.length))
      let resumed = replay(rule.plan, kept.map((event) => ({ type: 'step', event })))
      for (let [step] = readySteps(rule.plan, resumed); step !== undefined; [step] = readySteps(rule.plan, resumed)) {
        const event = rule.answers.get(step.id)
        if (event === undefined) throw new Error('a step without an answer is ready')
        resumed = walk(rule.plan, resumed, { type: 'step', event }).state
      }
      expect(resumed).toEqual(state)
    }),
  )
})

test('24: cancelled anywhere, it ends as cancelled once what is in flight has answered', () => {
  fc.assert(
    fc.property(drawn, fc.nat(12), (rule, after) => {
      let { state } = walk(rule.plan, begin(rule.plan), { type: 'start' })
      for (let turn = 0; turn < after && !isFinal(state); turn++) {
        const event = rule.answers.get(readySteps(rule.plan, state)[0]?.id ?? '')
        if (event !== undefined) state = walk(rule.plan, state, { type: 'step', event }).state
      }
      const wasFinal = isFinal(state)
      const inFlight = readySteps(rule.plan, state).find(({ work }) => work === 'outward')
      if (inFlight !== undefined) state = walk(rule.plan, state, { type: 'step', event: { step: inFlight.id, state: 'running' } }).state
      state = walk(rule.plan, state, { type: 'cancel' }).state
      const answer = rule.answers.get(inFlight?.id ?? '')
      if (answer !== undefined) {
        expect(isFinal(state)).toBe(false)
        state = walk(rule.plan, state, { type: 'step', event: answer }).state
      }
      expect(isFinal(state)).toBe(true)
      expect(finalState(rule.plan, state) === 'cancelled').toBe(!wasFinal)
    }),
  )
})

test('28: what the ledger keeps of each step says the same event again, several ports included', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      for (const event of walkThrough(rule, order).events) {
        if (event.state !== 'done') continue
        const { step, state, stops: _, ...taken } = event
        expect(eventsOfRow({ stepId: step, state, port: portColumn(taken), reason: null, wasUncertain: false })).toEqual([{ step, state, ...taken }])
      }
    }),
  )
})

test('9: of a step that is done, the edges at the ports it took are taken and all its others are not', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      const { state } = walkThrough(rule, order)
      rule.plan.edges.forEach(({ from, port }, index) => {
        const record = state.steps[from]
        if (record?.state === 'done') expect(state.edges[index]).toBe((record.ports ?? [record.port]).includes(port) ? 'taken' : 'not taken')
      })
    }),
    { numRuns: 500 },
  )
})

test('state is plain JSON', () => {
  fc.assert(
    fc.property(drawn, picks, (rule, order) => {
      const { state } = walkThrough(rule, order)
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    }),
  )
})
