import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { OFFICE_HOURS } from '../../rules/calendar'
import { EFFECT_WORK } from '../../rules/effects'
import { formOf } from '../../rules/form'
import { readConfig } from '../../rules/node-config'
import { NODE_TYPES, nodeType } from '../../rules/nodes/index'
import { englishByKey } from '../../rules/phrases'
import { toEnglish } from '../../rules/sentence'
import { mail } from '../support/drawn-rules'

/** What holds for every node type, told from its own examples. */

const MOMENT = { now: '2026-05-04T09:00:00.000Z', timeZone: 'Europe/Amsterdam', values: {}, calendars: { office: { ...OFFICE_HOURS, name: 'Office hours', timeZone: 'Europe/Amsterdam' } } }
const examples = NODE_TYPES.flatMap((type) => type.examples.map((example) => ({ name: `${type.type}: ${example.title}`, type, example })))

test('types are found by name and named once', () => {
  expect(new Set(NODE_TYPES.map(({ type }) => type)).size).toBe(NODE_TYPES.length)
  for (const type of NODE_TYPES) expect(nodeType(type.type)).toBe(type)
  expect(nodeType('never.heardOf')).toBeNull()
})

test('docs/rules.md has a row that names it', () => {
  const rows = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8').split('\n').flatMap((line) => (line.startsWith('|') ? [line.split('|')[1] ?? ''] : []))
  const isNamed = (label: string) => rows.some((row) => row.split(/[,/]| and /).some((name) => name.trim().toLowerCase() === label.toLowerCase()))
  expect(NODE_TYPES.map(({ label }) => label).filter((label) => !isNamed(label))).toEqual([])
})

describe.each(NODE_TYPES.map((type) => [type.type, type] as const))('%s', (_, type) => {
  test('has an example, a label and a summary', () => {
    expect(type.examples.length).toBeGreaterThan(0)
    expect([type.label, type.summary, type.icon].every((text) => text !== '')).toBe(true)
  })
  test('labels every port and every field it asks for', () => {
    expect(Object.keys(type.portLabels).toSorted()).toEqual(type.ports.toSorted())
    const asked = new Set(type.examples.flatMap(({ config }) => Object.keys(config)))
    expect(new Set(formOf(type).map(({ name }) => name))).toEqual(asked)
    for (const { phrase } of formOf(type)) expect(englishByKey()[`${phrase}.label`]).toBeDefined()
  })
  test('starts with a config that its form can finish', () => {
    const read = readConfig(type, { id: 'n', config: type.initial, configVersion: type.configVersion })
    if (!('problems' in read)) return
    for (const { field } of read.problems) expect(Object.keys(type.initial ?? {})).toContain(field?.split('.')[0])
  })
  test('plans only effects it names, and at most one that leaves the database', () => {
    if (type.role !== 'action') return
    expect(type.effects.filter((effect) => EFFECT_WORK[effect] !== 'database').length).toBeLessThanOrEqual(1)
    for (const { config, message } of type.examples) {
      const effects = type.plan(config, { facts: mail(message), companyName: 'Northwind', ...MOMENT })
      expect(type.effects).toEqual(expect.arrayContaining(effects.map(({ kind }) => kind)))
    }
  })
  test('every old config still upgrades to one that parses', () => {
    for (const { from } of type.upgrades ?? []) expect(from).toBeLessThan(type.configVersion)
    expect((type.upgrades ?? []).length).toBe(type.configVersion - 1)
  })
})

describe.each(examples)('$name', ({ type, example }) => {
  test('parses, and survives being stored as JSON', () => {
    const stored: unknown = JSON.parse(JSON.stringify(example.config))
    expect(readConfig(type, { id: 'n', config: stored, configVersion: type.configVersion })).toEqual({ config: example.config })
  })
  test('reads as its sentence', () => {
    expect(toEnglish(type.sentence(example.config))).toBe(example.expect.sentence)
  })
  test('does exactly what it says', () => {
    const input = { facts: mail(example.message), companyName: 'Northwind', ...MOMENT }
    switch (type.role) {
      case 'trigger':
        return expect(type.matches(example.config, { ...(example.event ?? { type: 'mail arrived' }), facts: input.facts, accountRef: 'account-1' })).toEqual({ matches: true })
      case 'condition':
        return expect(type.decide(example.config, input.facts, input).port).toBe(example.expect.port)
      case 'action':
        if (example.expect.outputs !== undefined) expect(type.outputs?.(example.config, input)).toEqual(example.expect.outputs)
        return expect(type.plan(example.config, input)).toEqual(example.expect.effects)
      case 'wait':
        return expect(type.ports).toEqual(expect.arrayContaining([type.until(example.config, input).elapsedPort, type.until(example.config, input).eventPort]))
    }
  })
})

describe('what receipts make of an action', () => {
  const tag = nodeType('tag.add')
  const reply = nodeType('mail.autoReply')
  if (tag?.role !== 'action' || reply?.role !== 'action') throw new Error('the registry has lost its actions')
  test.each([
    [[{ effect: 'tag.add', result: 'done', change: 'changed', ref: 'tag-1' }] as const, { state: 'done', port: 'next', outputs: { 'tag.add': 'tag-1' } }],
    [[{ effect: 'tag.add', result: 'skipped', reason: 'scope used', detail: 'e9' }] as const, { state: 'skipped', reason: 'scope used', detail: 'e9' }],
    [[{ effect: 'tag.add', result: 'failed', code: 'refused' }] as const, { state: 'failed', code: 'refused' }],
    [[{ effect: 'tag.add', result: 'uncertain', code: 'answerLost' }] as const, { state: 'uncertain', code: 'answerLost' }],
    [[{ effect: 'tag.add', result: 'done', change: 'changed' }, { effect: 'tag.add', result: 'failed', code: 'refused' }] as const, { state: 'failed', code: 'refused' }],
  ])('%j', (receipts, outcome) => {
    expect(tag.interpret(receipts)).toEqual(outcome)
  })
  test('a reply with nobody to answer is suppressed, not failed', () => {
    expect(reply.interpret([])).toEqual({ state: 'skipped', reason: 'suppressed', detail: 'no sender' })
  })
})

test('an automatic reply goes where the author asked for answers', () => {
  const reply = nodeType('mail.autoReply')
  if (reply?.role !== 'action') throw new Error('the registry has lost the reply')
  const facts = mail({ replyTo: [{ name: '', address: 'team@example.com' }] })
  expect(reply.plan({ subject: 'Re: {{ subject }}', text: 'Hi' }, { facts, companyName: '', ...MOMENT })).toMatchObject([{ to: { address: 'team@example.com' } }])
})
