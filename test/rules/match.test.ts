import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../rules/rule-plan'
import { match, prepare } from '../../rules/match'
import { begin, readySteps, walk } from '../../rules/plan/walk'
import { takeTurn } from '../../rules/turn'
import { checking, draw, mail, planOf, START, subjectContains, tagging } from '../support/drawn-rules'

const arrival = (subject: string) => ({ type: 'mail arrived', facts: mail({ subject }), accountRef: 'account-1' }) as const

test('a rule without conditions hits every mail', () => {
  expect(match(planOf(draw({ s: START, a: tagging('x') }, ['s -> a'])), arrival('x'))).toEqual({ hit: true, decided: [{ step: 's', port: 'next', because: [] }] })
})

test('a miss names the condition that said no, with what it compared', () => {
  const plan = planOf(draw({ s: START, c1: checking(subjectContains('a')), c2: checking(subjectContains('b')), x: tagging('x') }, ['s -> c1', 'c1.yes -> c2', 'c2.yes -> x']))
  expect(match(plan, arrival('an apple'))).toMatchObject({ hit: false, step: 'c2', reason: 'condition', because: [{ verdict: false }, { expected: ['b'], actual: ['an apple'], verdict: false }] })
})

test('“No” can lead to something too', () => {
  const plan = planOf(draw({ s: START, c: checking(subjectContains('a')), x: tagging('x') }, ['s -> c', 'c.no -> x']))
  expect([match(plan, arrival('a')).hit, match(plan, arrival('b')).hit]).toEqual([false, true])
})

/** What `prepare` must equal: the reducer, fed with every leading decision until none is ready. */
function byReducer(plan: Plan, subject: string): boolean {
  const input = { facts: arrival(subject).facts, companyName: '', now: '2026-05-04T09:00:00.000Z', timeZone: 'UTC', values: {}, calendars: {} }
  let { state } = walk(plan.skeleton, begin(plan.skeleton), { type: 'start' })
  for (;;) {
    const ready = readySteps(plan.skeleton, state)
    const early = ready.find(({ id }) => plan.leading.includes(id))
    if (early === undefined) return ready.length > 0
    const turn = takeTurn(plan, early.id, input)
    if (turn.does !== 'settle' || turn.outcome.state !== 'done') throw new Error('a condition does nothing but take a port')
    state = walk(plan.skeleton, state, { type: 'step', event: { step: early.id, state: 'done', port: turn.outcome.port } }).state
  }
}

test('for every rule and every mail it says what the reducer says', () => {
  const letters = ['a', 'b', 'c']
  const rules = fc.record({ kinds: fc.array(fc.constantFrom('a', 'b', 'c', 'tag'), { minLength: 2, maxLength: 8 }), joins: fc.array(fc.constantFrom('all', 'first'), { minLength: 8, maxLength: 8 }), seed: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 2, maxLength: 14 }) })
  fc.assert(
    fc.property(rules, fc.string({ unit: fc.constantFrom(...letters), maxLength: 3 }), ({ kinds, joins, seed }, subject) => {
      const nodes = Object.fromEntries(kinds.map((kind, index) => [`n${index}`, { ...(letters.includes(kind) ? checking(subjectContains(kind)) : tagging('x')), join: joins[index] }]))
      const edges = seed.map(([a, b, yes]) => {
        const to = a % kinds.length
        const from = (b % (to + 1)) - 1
        return `${from < 0 ? 's' : letters.includes(kinds[from] ?? '') ? `n${from}.${yes ? 'yes' : 'no'}` : `n${from}`} -> n${to}`
      })
      const graph = draw({ s: START, ...nodes, end: tagging('end') }, [...new Set([...edges, 's -> n0', letters.includes(kinds[0] ?? '') ? 'n0.yes -> end' : 'n0 -> end'])])
      const plan = planOf(graph)
      expect(prepare(plan)(arrival(subject)).hit).toBe(byReducer(plan, subject))
    }),
  )
})
