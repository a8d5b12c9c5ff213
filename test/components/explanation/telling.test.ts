import { expect, it } from 'vitest'
import type { OutcomeItem } from '../../../components/explanation/outcome-words'
import { telling } from '../../../components/explanation/telling'

const ticket: OutcomeItem = { kind: 'effect', step: 'ticket', effect: 'record.create', change: 'created', ref: null, label: null }
const star: OutcomeItem = { kind: 'effect', step: 'star', effect: 'message.star', change: 'changed', ref: null, label: null }
const wait: OutcomeItem = { kind: 'waiting', step: 'wait', listensTo: 'replied', until: new Date('2026-11-19T17:21:00Z') }
const failure: OutcomeItem = { kind: 'failed', step: 'move', effect: 'message.move', code: 'signedOut', message: null }

it.each([
  ['what went wrong before all else', [ticket, failure, wait], [failure]],
  ['what a run waits for before what it did', [ticket, star, wait], [wait]],
  ['the record a run came to before the smaller things', [ticket, star], [ticket]],
  ['everything where nothing stands out', [star], [star]],
] as const)('a row with room for one thing tells %s', (_, outcome, told) => {
  expect(telling(outcome)).toEqual(told)
})
