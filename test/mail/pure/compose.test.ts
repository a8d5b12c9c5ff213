import { describe, expect, test } from 'vitest'
import { compose, type Draft, hopOf, replyTo } from '../../../mail/compose'
import { headersOnly } from '../../../mail/facts'
import { Failure } from '../../../mail/failure'

const draft: Draft = {
  from: { name: 'Sales', address: 'sales@example.org' },
  to: [{ name: 'Jörg Müller', address: 'jorg@example.com' }],
  subject: 'Grüße',
  text: 'Hello\nWorld',
  messageId: '<out-1@example.org>',
  date: new Date('2026-03-03T09:00:00Z'),
  inReplyTo: null,
  references: [],
  automatic: null,
  hop: null,
}
const built = async (change: Partial<Draft> = {}) => headersOnly(await compose({ ...draft, ...change }), 0, []).content

test('what was written is what arrives', async () => {
  const facts = await built()
  expect(facts).toMatchObject({ from: draft.from, to: draft.to, subject: 'Grüße', messageId: '<out-1@example.org>', sentAt: '2026-03-03T09:00:00.000Z', mailClass: null })
  expect((await compose(draft)).toString()).not.toMatch(/[^\r]\n/)
})

test('the same draft gives the same bytes', async () => expect((await compose(draft)).equals(await compose(draft))).toBe(true))

test('an automatic answer says so and will not be answered by another machine', async () => {
  const facts = await built({ automatic: 'auto-replied', hop: 1, inReplyTo: '<in@example.com>', references: ['<root@example.com>', '<in@example.com>'] })
  expect(facts.headers['auto-submitted']).toEqual(['auto-replied'])
  expect(facts.headers['precedence']).toBeUndefined()
  expect(facts.inReplyTo).toEqual(['<in@example.com>'])
  expect(facts.references).toEqual(['<root@example.com>', '<in@example.com>'])
  expect(facts.mailClass).toBe('automatic')
  expect(hopOf(facts.headers)).toBe(1)
})

describe('a reply joins the thread (RFC 5322 3.6.4)', () => {
  const parent = { messageId: '<3@x>', inReplyTo: ['<2@x>'], references: ['<1@x>', '<2@x>'], subject: 'Order' }
  test('it refers to the message and all before it', () => expect(replyTo(parent)).toEqual({ inReplyTo: '<3@x>', references: ['<1@x>', '<2@x>', '<3@x>'], subject: 'Re: Order' }))
  test('without References, In-Reply-To stands in', () => expect(replyTo({ ...parent, references: [] }).references).toEqual(['<2@x>', '<3@x>']))
  test('without any id it refers to nothing', () => expect(replyTo({ ...parent, messageId: null, references: [], inReplyTo: [] })).toMatchObject({ inReplyTo: null, references: [] }))
  test.each(['Re: Order', 'RE: Order', 'AW: Order', 'SV: Order', 'Re[2]: Order'])('%s gets no second Re', (subject) => expect(replyTo({ ...parent, subject }).subject).toBe(subject))
  test('References never grow without end', () => {
    const references = Array.from({ length: 100 }, (_, index) => `<${index}@x>`)
    const reply = replyTo({ ...parent, references })
    expect(reply.references).toHaveLength(21)
    expect([reply.references[0], reply.references.at(-1)]).toEqual(['<0@x>', '<3@x>'])
  })
})

describe('nothing a user writes becomes another header', () => {
  const refused: [string, Partial<Draft>][] = [
    ['a line break in the subject', { subject: 'x\r\nBcc: eve@example.com' }],
    ['a lone CR in the subject', { subject: 'x\rBcc: eve@example.com' }],
    ['a lone LF in the subject', { subject: 'x\nBcc: eve@example.com' }],
    ['a NUL in the subject', { subject: 'x\0y' }],
    ['a Unicode line separator in the subject', { subject: 'x\u2028y' }],
    ['a subject without end', { subject: 'x'.repeat(999) }],
    ['a line break in a name', { to: [{ name: 'x\r\nBcc: eve@example.com', address: 'a@example.com' }] }],
    ['a line break in an address', { to: [{ name: '', address: 'a@example.com\r\nBcc: eve@example.com' }] }],
    ['two addresses in one', { to: [{ name: '', address: 'a@example.com, eve@example.com' }] }],
    ['a quoted local part', { to: [{ name: '', address: '"a@evil.example"@example.com' }] }],
    ['a line break in the Message-ID', { messageId: '<a@b>\r\nBcc: eve@example.com' }],
    ['two Message-IDs', { messageId: '<a@b> <c@d>' }],
    ['a line break in a reference', { references: ['<a@b>\r\nX: y'] }],
    ['a Message-ID that is none', { inReplyTo: 'hello' }],
  ]
  test.each(refused)('%s', async (_what, change) => {
    const failure = await compose({ ...draft, ...change }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toMatchObject({ retry: 'no' })
  })
  test.each([['a comma in a name', 'Doe, Ann'], ['a quote in a name', 'Ann "The" Doe'], ['a bracket in a name', 'Ann <eve@evil.example>'], ['a dollar pattern', "$& $` $'"]])('%s is kept as text', async (_what, name) => {
    expect((await built({ to: [{ name, address: 'a@example.com' }], subject: name })).to).toEqual([{ name, address: 'a@example.com' }])
  })
  test('a dot on a line of its own stays text', async () => expect((await compose({ ...draft, text: 'a\n.\nb' })).toString()).toMatch(/a\r\n\.\r\nb/))
})

test.each([['1', 1], ['0', 0], ['-1', 0], ['many', 0], ['99999', 0]])('a hop count of %s reads as %i', (value, hop) => expect(hopOf({ 'x-postroom-hop': [value] })).toBe(hop))
