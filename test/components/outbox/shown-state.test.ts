import { expect, test } from 'vitest'
import { shownState } from '../../../components/outbox/shown-state'

const AT = new Date('2026-11-02T08:00:00Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1_000)
const mail = { createdAt: AT, notBefore: AT }

test('a mail that its writer can still call back is being sent; one that was meant for later is scheduled; every other stands as it stands', () => {
  expect(shownState({ ...mail, standing: 'scheduled', notBefore: later(10) })).toBe('sending')
  expect(shownState({ ...mail, standing: 'scheduled', notBefore: later(3_600) })).toBe('scheduled')
  expect(shownState({ ...mail, standing: 'returned' })).toBe('returned')
})
