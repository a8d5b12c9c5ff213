import { expect, it } from 'vitest'
import { termsOf, without, withTerm, wordsOf } from '../../../components/inbox/search-terms'

it('finds the operators of a search among its words', () => {
  expect(termsOf('pallets from:"Ayşe Çelikkol" is:unread http://example.com').map(({ operator, value }) => [operator, value])).toEqual([['from', 'Ayşe Çelikkol'], ['is', 'unread']])
})

it('takes one operator away and leaves the rest as typed', () => {
  const q = 'pallets from:"Ayşe Çelikkol" is:unread'
  const [from] = termsOf(q)
  expect(from && without(q, from)).toBe('pallets is:unread')
})

it('adds an operator once, quoted where its value holds spaces', () => {
  expect(withTerm('pallets', 'tag', 'Big customers')).toBe('pallets tag:"Big customers"')
  expect(withTerm('is:unread', 'is', 'unread')).toBe('is:unread')
})

it('tells the words of a search from its operators', () => {
  expect(wordsOf('pallets from:"Ayşe Çelikkol" to Lyon is:unread')).toBe('pallets to Lyon')
  expect(wordsOf('is:unread')).toBe('')
})
