import { expect, test } from 'vitest'
import { shownState } from '../../../components/outbox/shown-state'

const AT = new Date('2026-11-02T08:00:00Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000)
const mail = { createdAt: AT, notBefore: AT, returnedAt: null }

test('a mail that its writer can still call back is being sent; one that was meant for later is scheduled', () => {
  expect(shownState({ ...mail, state: 'scheduled', notBefore: later(10) })).toBe('sending')
  expect(shownState({ ...mail, state: 'scheduled', notBefore: later(3_600) })).toBe('scheduled')
})

test('what was accepted and came back is not said to be accepted; what nobody knows about stays uncertain, for a person to settle', () => {
  expect(shownState({ ...mail, state: 'accepted' })).toBe('accepted')
  expect(shownState({ ...mail, state: 'accepted', returnedAt: later(60) })).toBe('returned')
  expect(shownState({ ...mail, state: 'uncertain', returnedAt: later(60) })).toBe('uncertain')
})
