import { expect, test } from 'vitest'
import { returnedIn } from '../../../mail/returned'

const read = (...lines: string[]) => returnedIn(Buffer.from(lines.join('\r\n'), 'latin1'), 0)
const header = 'Message-ID: <one@northwind.example>'

test('a report of failure names the mail and what the server said, folded or not', () => {
  expect(read('Final-Recipient: rfc822; a@b.example', 'Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550', '\t5.1.1 <a@b.example>: gone', '', header)).toEqual({ messageIds: ['<one@northwind.example>'], said: '550 5.1.1 <a@b.example>: gone' })
})

test('without a diagnosis its status is what it said', () => {
  expect(read('ACTION: Failed', 'Status: 5.2.2', '', header)?.said).toBe('5.2.2')
})

test('of several recipients the words of the one that failed count', () => {
  expect(read('Action: delivered', 'Diagnostic-Code: smtp; 250 fine', '', 'Diagnostic-Code: smtp; 552 full', 'Action: failed', '', header)?.said).toBe('552 full')
})

test.each(['delayed', 'delivered', 'relayed', 'expanded'])('a mail that is %s did not come back', (action) => {
  expect(read(`Action: ${action}`, 'Status: 4.0.0', '', header)).toBeNull()
})

test('a report of another make is believed when the returned header is in it', () => {
  expect(read('Hi. This is the mail program. I could not deliver your mail.', '--- Below this line is a copy of the message.', '', 'Subject: hello', 'Message-Id:', ' <two@northwind.example>', '')).toEqual({ messageIds: ['<two@northwind.example>'], said: null })
})

test('one that names no mail says nothing', () => {
  expect(read('Action: failed', 'Status: 5.1.1')).toBeNull()
})

test('a hostile report costs no more than its length, names at most twenty mails and hides no sign in its words', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `Message-ID: <${at}@northwind.example>`)
  const read5000 = read('Action: failed', `Diagnostic-Code: x; a\u0007b\u001B[31m${'z'.repeat(10_000)}`, '', ...many)
  expect(read5000?.messageIds).toHaveLength(20)
  expect(read5000?.said).toMatch(/^a b \[31mz+$/)
  expect(read5000?.said).toHaveLength(300)
})
