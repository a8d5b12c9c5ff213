import { describe, expect, it } from 'vitest'
import { parseSearch } from '../../../mail/search-query'

describe('what is typed into the search box', () => {
  it('is words where it holds no operator', () => {
    expect(parseSearch('quote Gdańsk').words).toEqual(['quote', 'Gdańsk'])
  })

  it('leaves out what has neither letter nor digit', () => {
    expect(parseSearch('& - "!"').words).toEqual([])
  })

  it('keeps quoted values together', () => {
    expect(parseSearch('rule:"Support intake" from:"van den Berg"')).toMatchObject({ rules: ['Support intake'], from: ['van den Berg'], words: [] })
  })

  it('knows flags and days', () => {
    expect(parseSearch('has:attachment is:unread is:starred after:2026-11-01 before:2026-12-01')).toMatchObject({
      hasAttachment: true, unread: true, starred: true, after: new Date('2026-11-01T00:00:00Z'), before: new Date('2026-12-01T00:00:00Z'), notUnderstood: [],
    })
  })

  it('says which operator it did not understand instead of guessing', () => {
    expect(parseSearch('before:tomorrow has:wings').notUnderstood).toEqual(['before:tomorrow', 'has:wings'])
  })

  it('takes a word with a colon that is no operator as words', () => {
    expect(parseSearch('Re:invoice').words).toEqual(['Re', 'invoice'])
  })
})
