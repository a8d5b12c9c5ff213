import { describe, expect, it } from 'vitest'
import { arrange, placesOf, withDays } from '../../../components/inbox/arrange'

const row = (threadId: string, minute: number) => ({ threadId, receivedAt: new Date(Date.UTC(2026, 10, 20, 12, minute)) })
const ids = (rows: readonly { readonly threadId: string }[]) => rows.map(({ threadId }) => threadId)

describe('a list that is being read', () => {
  const shown = [row('c', 3), row('b', 2), row('a', 1)]
  const held = placesOf(shown)

  it('keeps new mail back and counts it', () => {
    const { rows, waiting } = arrange([row('e', 5), row('d', 4), ...shown], held)
    expect([ids(rows), waiting]).toEqual([['c', 'b', 'a'], 2])
  })

  it('leaves a thread where it was when an answer comes to it, showing the answer', () => {
    const { rows, waiting } = arrange([row('a', 9), row('c', 3), row('b', 2)], held)
    expect([ids(rows), waiting]).toEqual([['c', 'b', 'a'], 0])
    expect(rows[2]?.receivedAt.getUTCMinutes()).toBe(9)
  })

  it('takes in older pages at once', () => {
    expect(ids(arrange([...shown, row('older', 0)], held).rows)).toEqual(['c', 'b', 'a', 'older'])
  })

  it('lets everything in, newest first, when it is let go', () => {
    expect(arrange([row('d', 4), ...shown], null)).toMatchObject({ waiting: 0, rows: [{ threadId: 'd' }, { threadId: 'c' }, { threadId: 'b' }, { threadId: 'a' }] })
  })

  it('shows a thread once that moved from one page to another while they were read', () => {
    expect(ids(arrange([row('a', 9), row('c', 3), row('a', 1)], null).rows)).toEqual(['a', 'c'])
  })
})

it('stands a heading over each day, and counts no day twice', () => {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const lines = withDays([row('b', 2), row('a', 1), { threadId: 'old', receivedAt: new Date('2026-11-18T10:00:00Z') }], null, day)
  expect(lines.map(({ id }) => id)).toEqual(['day 2026-11-20', 'b', 'a', 'day 2026-11-18', 'old'])
})
