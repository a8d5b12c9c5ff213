import { describe, expect, test } from 'vitest'
import { messagesOf } from '../../app/messages/catalogue'
import { STATES } from '../../components/state/states'
import { EXECUTION_STATES } from '../../db/queries/execution-state'
import type { ExecutionState, StepEvent } from '../../rules/plan/plan'
import { begin, executionState, walk } from '../../rules/plan/walk'
import { done, failed, skeleton, uncertain, walked } from '../support/drawn-rules'

/** Every state of an execution: how it gets there, and that people read it in their language (semantics 23). */

const plan = skeleton({ t: {}, o: {}, b: {} }, ['t -> o', 'o -> b'])
const at = (...events: readonly StepEvent[]) => executionState(plan, walked(plan, ...events))

const REACHED: Readonly<Record<Exclude<ExecutionState, 'skipped'>, ExecutionState>> = {
  queued: executionState(plan, begin(plan)),
  running: at({ step: 'o', state: 'running' }),
  waiting: at({ step: 'o', state: 'waiting' }),
  retrying: at({ step: 'o', state: 'retrying' }),
  done: at(done('o'), done('b')),
  'done with skips': at(done('o'), { step: 'b', state: 'skipped', reason: 'switched off' }),
  failed: at(failed('o')),
  uncertain: at(uncertain('o')),
  cancelled: executionState(plan, walk(plan, walked(plan), { type: 'cancel' }).state),
}

test('each is reached, but “skipped”, which is what a rule that was not run at all leaves', () => {
  expect(Object.values(REACHED)).toEqual(Object.keys(REACHED))
  expect([...Object.keys(REACHED), 'skipped'].toSorted()).toEqual([...EXECUTION_STATES].toSorted())
})

describe.each(['en', 'de'] as const)('in %s', (locale) => {
  test('each has a word of its own', async () => {
    const { states } = await messagesOf(locale)
    const words = EXECUTION_STATES.map((state) => states[STATES[state].word])
    expect(words.every((word) => word.trim() !== '')).toBe(true)
    expect(new Set(words).size).toBe(EXECUTION_STATES.length)
  })
})

test('German says each in German', async () => {
  const [en, de] = [(await messagesOf('en')).states, (await messagesOf('de')).states]
  expect(EXECUTION_STATES.filter((state) => en[STATES[state].word] === de[STATES[state].word])).toEqual([])
})
