import { expect, it } from 'vitest'
import { groupsOf, isYes } from '../../../components/inbox/compared-groups'
import type { Compared } from '../../../rules/node-type'

const test = (at: number, expected: string, verdict: boolean): Compared => ({ path: [at], kind: 'test', field: 'subject', operator: 'contains', expected: [expected], actual: ['Damaged goods'], verdict })
const any = (verdict: boolean): Compared => ({ path: [], kind: 'group', mode: 'any', actual: null, verdict })

it('says misses of one field and value once, with all they asked for', () => {
  const groups = groupsOf([any(false), test(0, 'invoice', false), test(1, 'Rechnung', false)])
  expect(groups.map(({ row, size }) => [row.expected, size])).toEqual([[['invoice', 'Rechnung'], 2]])
})

it('says of a hit only the test that hit', () => {
  const rows = [any(true), test(0, 'invoice', false), test(1, 'damage', true)]
  expect([groupsOf(rows).map(({ row }) => row.expected), isYes(rows)]).toEqual([[['damage']], true])
})

it('calls a decision a yes though what decided it was not so', () => {
  expect(isYes([{ path: [], kind: 'group', mode: 'none', actual: null, verdict: true }, test(0, 'spam', false)])).toBe(true)
})
