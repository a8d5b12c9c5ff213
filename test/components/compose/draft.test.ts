import { expect, it } from 'vitest'
import { emptyDraft, isEmpty, problemsOf, recipientOf, writingOf, written } from '../../../components/compose/draft'

const draft = emptyDraft('00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001')

it('reads recipients with and without a name, and writes them back', () => {
  expect(recipientOf('Ada Byron <ada@example.com>')).toEqual({ name: 'Ada Byron', address: 'ada@example.com' })
  expect(recipientOf('"Byron, Ada" <ada@example.com>')).toEqual({ name: 'Byron, Ada', address: 'ada@example.com' })
  expect(recipientOf('grüße@bücher.example')).toEqual({ name: '', address: 'grüße@bücher.example' })
  expect(written({ name: 'Ada', address: 'ada@example.com' })).toBe('Ada <ada@example.com>')
})

it.each(['broken', 'a@b', 'a b@example.com', 'ada@example..com', '@example.com', 'ada@'])('refuses %s as an address', (text) => {
  expect(recipientOf(text)).toBeNull()
})

it('says what keeps a draft from being sent', () => {
  expect(problemsOf(draft)).toEqual({ to: 'none' })
  expect(problemsOf({ ...draft, to: ['ada@example.com'], cc: ['broken'] })).toEqual({ cc: 'invalid' })
  expect(problemsOf({ ...draft, to: ['ada@example.com'] })).toEqual({})
})

it('keeps nothing of a draft in which nothing was written', () => {
  expect([isEmpty(draft), isEmpty({ ...draft, text: ' \n' }), isEmpty({ ...draft, text: 'Hello' })]).toEqual([true, true, false])
})

it('knows from the address what is being written', () => {
  const id = '01a1fc18-6343-70c6-bd8f-6b1e8fbf12f5'
  expect([writingOf('new'), writingOf(`all:${id}`), writingOf('reply:nonsense'), writingOf(null)]).toEqual([{ kind: 'new', messageId: null }, { kind: 'all', messageId: id }, null, null])
})
