import { describe, expect, test } from 'vitest'
import { classify, suppression } from '../../../mail/auto-reply'
import type { MailClass } from '../../../rules/facts'

type Headers = Record<string, string[]>
type Case = [what: string, expected: MailClass | null, headers: Headers, envelopeFrom?: string | null, from?: string]

const person: Headers = { from: ['Ann <ann@example.com>'], 'content-type': ['text/plain; charset=utf-8'] }

/** RFC 3834 5: every Auto-Submitted but "no" means that no person wrote it. */
const autoSubmitted: Case[] = [
  ['auto-replied', 'automatic', { 'auto-submitted': ['auto-replied'] }],
  ['auto-generated', 'automatic', { 'auto-submitted': ['auto-generated'] }],
  ['auto-notified with parameters (RFC 5436)', 'automatic', { 'auto-submitted': ['auto-notified; owner-email="ann@example.com"'] }],
  ['capitals', 'automatic', { 'auto-submitted': ['AUTO-REPLIED'] }],
  ['an unknown keyword', 'automatic', { 'auto-submitted': ['auto-something-new'] }],
  ['no', null, { 'auto-submitted': ['no'] }],
  ['No with a comment', null, { 'auto-submitted': ['No (really)'] }],
  ['no with a parameter', null, { 'auto-submitted': ['no; x=y'] }],
]

/** RFC 3834 2: "…SHOULD NOT be issued in response to messages … whose Precedence is list, junk, bulk"; fields of list software (RFC 2369, RFC 2919). */
const lists: Case[] = [
  ['List-Id', 'list', { 'list-id': ['<announce.example.com>'] }],
  ['List-Post', 'list', { 'list-post': ['<mailto:list@example.com>'] }],
  ['List-Post NO for announcements', 'list', { 'list-post': ['NO'] }],
  ['List-Unsubscribe', 'list', { 'list-unsubscribe': ['<https://example.com/u>'] }],
  ['List-Help', 'list', { 'list-help': ['<mailto:help@example.com>'] }],
  ['List-Subscribe', 'list', { 'list-subscribe': ['<mailto:s@example.com>'] }],
  ['List-Owner', 'list', { 'list-owner': ['<mailto:o@example.com>'] }],
  ['List-Archive', 'list', { 'list-archive': ['<https://example.com/a>'] }],
  ['Mailing-List of old providers', 'list', { 'mailing-list': ['list x@y; contact z'] }],
  ['X-Mailman-Version', 'list', { 'x-mailman-version': ['2.1.39'] }],
  ['X-BeenThere', 'list', { 'x-beenthere': ['l@example.com'] }],
  ['Precedence list', 'list', { precedence: ['list'] }],
  ['Precedence bulk', 'automatic', { precedence: ['bulk'] }],
  ['Precedence junk', 'automatic', { precedence: ['Junk'] }],
  ['Precedence auto_reply', 'automatic', { precedence: ['auto_reply'] }],
  ['Precedence first-class is a person', null, { precedence: ['first-class'] }],
  ['Precedence normal is a person', null, { precedence: ['normal'] }],
  ['a list that also says auto-generated is a list first', 'list', { 'list-id': ['<x>'], 'auto-submitted': ['auto-generated'] }],
]

/** RFC 5230 4.6: senders that belong to software. */
const senders: Case[] = [
  ['MAILER-DAEMON', 'bounce', {}, null, 'MAILER-DAEMON@example.com'],
  ['mailer-daemon in lower case', 'bounce', {}, null, 'mailer-daemon@example.com'],
  ['owner-list', 'list', {}, null, 'owner-staff@example.com'],
  ['list-request', 'list', {}, null, 'staff-request@example.com'],
  ['list-bounces', 'list', {}, null, 'staff-bounces@example.com'],
  ['LISTSERV', 'list', {}, null, 'LISTSERV@example.com'],
  ['majordomo', 'list', {}, null, 'majordomo@example.com'],
  ['noreply', 'automatic', {}, null, 'noreply@example.com'],
  ['no-reply', 'automatic', {}, null, 'No-Reply@example.com'],
  ['do_not_reply', 'automatic', {}, null, 'do_not_reply@example.com'],
  ['noreply with a tag', 'automatic', {}, null, 'noreply-7781@example.com'],
  ['a person called Norepa', null, {}, null, 'norepa@example.com'],
  ['a person at a host called noreply', null, {}, null, 'ann@noreply.example.com'],
  ['a person whose name holds request inside', null, {}, null, 'requests.team@example.com'],
]

/** RFC 3464, RFC 5321 4.5.5: reports, and whatever else comes with the null path. */
const reports: Case[] = [
  ['a delivery report', 'bounce', { 'content-type': ['multipart/report; report-type=delivery-status; boundary=x'] }],
  ['a delivery report with quotes', 'bounce', { 'content-type': ['Multipart/Report; boundary="x"; report-type="delivery-status"'] }],
  ['a report of unknown kind', 'bounce', { 'content-type': ['multipart/report; boundary=x'] }],
  ['X-Failed-Recipients', 'bounce', { 'x-failed-recipients': ['bob@example.com'] }],
  ['a delivery report that says auto-replied is a bounce first', 'bounce', { 'content-type': ['multipart/report; report-type=delivery-status'], 'auto-submitted': ['auto-replied'] }],
  ['a read receipt (RFC 8098)', 'automatic', { 'content-type': ['multipart/report; report-type=disposition-notification; boundary=x'] }],
  ['a feedback report (RFC 5965)', 'automatic', { 'content-type': ['multipart/report; report-type=feedback-report; boundary=x'] }],
  ['the null sender alone', 'bounce', {}, ''],
  ['Return-Path <> where the envelope is not known', 'bounce', { 'return-path': ['<>'] }],
  ['Return-Path <> that the known envelope contradicts', null, { 'return-path': ['<>'] }, 'ann@example.com'],
  ['an out-of-office answer with the null sender', 'automatic', { 'auto-submitted': ['auto-replied'] }, ''],
  ['an ordinary Return-Path', null, { 'return-path': ['<ann@example.com>'] }],
]

const vendors: Case[] = [
  ['X-Auto-Response-Suppress: All', 'automatic', { 'x-auto-response-suppress': ['All'] }],
  ['X-Auto-Response-Suppress: DR, OOF, AutoReply', 'automatic', { 'x-auto-response-suppress': ['DR, OOF, AutoReply'] }],
  ['X-Auto-Response-Suppress: only delivery receipts', null, { 'x-auto-response-suppress': ['DR, RN'] }],
  ['X-Autoreply: yes', 'automatic', { 'x-autoreply': ['yes'] }],
  ['X-Autoreply: no', null, { 'x-autoreply': ['no'] }],
  ['X-Autorespond', 'automatic', { 'x-autorespond': ['Out of office'] }],
  ['an empty X-Autorespond still means it', 'automatic', { 'x-autorespond': [''] }],
  ['X-AutoReply-From', 'automatic', { 'x-autoreply-from': ['bob@example.com'] }],
  ['Exchange inbox rules', 'automatic', { 'x-ms-exchange-inbox-rules-loop': ['bob@example.com'] }],
  ['Delivered-To: Autoresponder', 'automatic', { 'delivered-to': ['Autoresponder'] }],
  ['Delivered-To: a person', null, { 'delivered-to': ['ann@example.com'] }],
  ['a message about being out of office', null, { subject: ['Out of office: who covers?'] }],
  ['a person', null, {}],
  ['a person with the envelope known', null, {}, 'ann@example.com'],
]

describe.each([
  ['Auto-Submitted (RFC 3834 5)', autoSubmitted],
  ['mailing lists (RFC 2369, RFC 2919)', lists],
  ['senders that are programs (RFC 5230 4.6)', senders],
  ['reports and the null path (RFC 3464, RFC 5321 4.5.5)', reports],
  ['fields of particular products', vendors],
])('%s', (_title, cases) => {
  test.each(cases)('%s is %s', (_what, expected, headers, envelopeFrom = null, from = 'ann@example.com') => {
    expect(classify({ ...person, ...headers }, envelopeFrom, from)).toBe(expected)
  })
})

describe('an automatic answer is withheld', () => {
  const ann = { name: 'Ann', address: 'ann@example.com' }
  const facts = { from: ann, replyTo: [], headers: {}, envelopeFrom: 'ann@example.com', mailClass: null }
  const own = ['sales@example.org']

  test('never for a person who wrote to us', () => expect(suppression(facts, own)).toBeNull())
  test.each(['list', 'bounce', 'automatic'] as const)('for a mail that is %s', (mailClass) => expect(suppression({ ...facts, mailClass }, own)).toBe(mailClass))
  test('when the envelope has no sender', () => expect(suppression({ ...facts, envelopeFrom: '' }, own)).toBe('null sender'))
  test('when Return-Path has no sender', () => expect(suppression({ ...facts, envelopeFrom: null, headers: { 'return-path': ['<>'] } }, own)).toBe('null sender'))
  test('when nobody can be answered', () => expect(suppression({ ...facts, from: null }, own)).toBe('no sender'))
  test('when it would go to ourselves', () => expect(suppression({ ...facts, replyTo: [{ name: '', address: 'Sales@Example.org' }] }, own)).toBe('own address'))
  test('when we wrote it, whoever Reply-To names', () => expect(suppression({ ...facts, from: { name: '', address: 'sales@example.org' }, replyTo: [ann] }, own)).toBe('own address'))
  test('when our own address is the envelope sender', () => expect(suppression({ ...facts, envelopeFrom: 'sales@example.org' }, own)).toBe('own address'))
  test('when Reply-To is an address that nobody reads', () => expect(suppression({ ...facts, replyTo: [{ name: '', address: 'no-reply@example.com' }] }, own)).toBe('automatic'))
})
