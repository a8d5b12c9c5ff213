import { describe, expect, test } from 'vitest'
import { parseTemplate, templateField, TemplateError, templateVariables } from '../../rules/template'
import type { MessageFacts } from '../../rules/facts'
import { mail } from '../support/drawn-rules'

const text = (source: string, facts: Partial<MessageFacts> = {}) => parseTemplate(source).toText(templateVariables(mail(facts), 'Northwind'))
const line = (source: string, facts: Partial<MessageFacts> = {}) => parseTemplate(source).toLine(templateVariables(mail(facts), 'Northwind'))

test('placeholders are filled from the mail', () => {
  expect(text('{{ sender.name }} <{{ sender.address }}>, {{ sender.firstName }}: {{ subject }} of {{ date }}, {{ company }}')).toBe(
    'Ada Lovelace <ada@example.com>, Ada: Invoice 7 of 2026-11-21, Northwind',
  )
})

test.each([
  ['Ada Lovelace', 'Ada'],
  ['Lovelace, Ada', 'Ada'],
  ['ada@example.com', ''],
  ['', ''],
  ['İpek', 'İpek'],
])('the first name of “%s” is “%s”', (name, first) => {
  expect(text('{{ sender.firstName }}', { from: { name, address: 'ada@example.com' } })).toBe(first)
})

test('a fallback stands in for what is missing', () => {
  expect(text('Hello {{ sender.firstName | default: "there" }}', { from: null })).toBe('Hello there')
})

test('if, unless and case choose between texts', () => {
  expect(text('{% if sender.name == "" %}Hi{% else %}Hi {{ sender.firstName }}{% endif %}')).toBe('Hi Ada')
})

describe('hostile mail', () => {
  test.each(['{{ company }}', '{% if true %}x{% endif %}', '{{ "a" | upcase }}', '$& $1 $$', '${company}', '{%'])('%s in a subject stays what it is', (subject) => {
    expect(line('Re: {{ subject }}', { subject })).toBe(`Re: ${subject}`)
  })
  test.each(['a\r\nBcc: x@example.com', 'a\nb', 'a\rb', 'a\u2028b', 'a\u0085b', 'a\0b'])('a line of %j has no line end', (subject) => {
    expect(line('{{ subject }}', { subject })).toMatch(/^a (?:b|Bcc: x@example\.com)$/)
  })
  test('a text keeps its lines and loses other control characters', () => {
    expect(text('one\r\ntwo\t{{ subject }}', { subject: 'x\0\u001b[31m' })).toBe('one\ntwo\tx[31m')
  })
})

describe('templates that are refused', () => {
  test.each([
    ['an open placeholder', '{{ subject', 'templateBroken'],
    ['an unknown tag', '{% frobnicate %}', 'templateBroken'],
    ['an unknown filter', '{{ subject | frobnicate }}', 'templateBroken'],
    ['raw', '{{ subject | raw }}', 'templateBroken'],
    ['a loop', '{% for i in (1..1000000000) %}x{% endfor %}', 'templateBroken'],
    ['an include', '{% include "/etc/passwd" %}', 'templateBroken'],
    ['a render', '{% render "x" %}', 'templateBroken'],
    ['a layout', '{% layout "x" %}', 'templateBroken'],
    ['an assignment', '{% assign a = subject %}{{ a }}', 'templateBroken'],
    ['the clock', '{{ "now" | date: "%s" }}', 'templateBroken'],
    ['a variable that is not there', '{{ sender.phone }}', 'templateUnknownVariable'],
    ['the constructor', '{{ sender.constructor }}', 'templateUnknownVariable'],
    ['the prototype', '{{ __proto__ }}', 'templateUnknownVariable'],
    ['a computed name', '{{ sender[subject] }}', 'templateUnknownVariable'],
  ])('%s', (_, source, code) => {
    expect(() => parseTemplate(source)).toThrow(expect.objectContaining({ code }))
  })
  test('a result beyond its limit', () => {
    const source = `{{ subject }}`.repeat(200)
    expect(() => text(source, { subject: 'x'.repeat(10_000) })).toThrow(TemplateError)
  })
  test('a form says so under its field', () => {
    const messages = (source: string) => templateField(100).safeParse(source).error?.issues.map(({ message }) => message)
    expect([messages('  '), messages('{{ x'), messages('{{ phone }}'), messages('{{ subject }}')]).toEqual([['needsText'], ['templateBroken'], ['templateUnknownVariable'], undefined])
  })
})
