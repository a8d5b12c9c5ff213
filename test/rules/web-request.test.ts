import { expect, test } from 'vitest'
import { TemplateError } from '../../rules/template'
import { fillHeaders, fillJson } from '../../rules/web-request'

const NOTHING = { sender: { name: '', firstName: '', address: '' }, subject: 'a\r\nX-Evil: yes', date: '', company: '', record: { number: '', title: '' }, values: {} }
const nested = (levels: number) => `${'['.repeat(levels)}"{{ subject }}"${']'.repeat(levels)}`

test('JSON is filled a hundred levels deep and refused, as any other that cannot be read, where it goes on', () => {
  expect(fillJson(nested(100), NOTHING)).toContain('X-Evil')
  for (const levels of [101, 9_000]) expect(() => fillJson(nested(levels), NOTHING)).toThrow(TemplateError)
})

test('what a mail says stays in the header whose value it fills', () => {
  expect(fillHeaders('X-Subject: {{ subject }}', NOTHING)).toEqual({ 'X-Subject': 'a X-Evil: yes' })
})
