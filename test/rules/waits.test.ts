import { describe, expect, test } from 'vitest'
import { OFFICE_HOURS } from '../../rules/calendar'
import { dryRun } from '../../rules/dry-run'
import type { MessageFacts } from '../../rules/facts'
import { explainStep } from '../../rules/explain'
import { readConfig } from '../../rules/node-config'
import { nodeType } from '../../rules/nodes/index'
import { sentenceOf } from '../../rules/rule-sentence'
import { toEnglish } from '../../rules/sentence'
import { takeTurn } from '../../rules/turn'
import { draw, mail, planOf, START, tagging, ticket, world } from '../support/drawn-rules'

/** Wednesday, a quarter past four in Amsterdam. */
const NOW = '2026-05-06T14:15:00.000Z'
const office = { ...OFFICE_HOURS, name: 'Office', timeZone: 'Europe/Amsterdam' }

/** The turn a wait takes in a rule that sets the value `due` and does nothing else. */
function turn(type: string, config: object, more: { facts?: Partial<MessageFacts>; values?: Record<string, string>; now?: string } = {}) {
  const plan = planOf(draw({ s: START, v: { type: 'variable.set', config: { name: 'due', text: 'soon' } }, w: { type, config }, t: tagging('after') }, ['s -> v', 'v -> w', `w.${nodeType(type)?.ports[0] ?? ''} -> t`]))
  return takeTurn(plan, 'w', { facts: mail(more.facts), companyName: 'Northwind', now: more.now ?? NOW, timeZone: 'Europe/Amsterdam', values: more.values ?? {}, calendars: { office } })
}
const dueOf = (...args: Parameters<typeof turn>) => {
  const taken = turn(...args)
  return taken.does === 'wait' ? taken.dueAt : taken
}

describe('when a wait is over', () => {
  test('working hours pass only while somebody works [LIM-01]', () => {
    expect(dueOf('wait.business', { seconds: 7_200, calendarRef: 'office', listensTo: 'answered' })).toBe('2026-05-07T08:15:00.000Z')
  })
  test('a date is the time on the wall in the rule’s zone, and one that daylight saving skips is the next there is', () => {
    expect(dueOf('wait.until', { at: '2026-06-01T09:00' })).toBe('2026-06-01T07:00:00.000Z')
    expect(dueOf('wait.until', { at: '2027-03-28T02:30' })).toBe('2027-03-28T01:00:00.000Z')
  })
  test('the next working day is today while its time is still ahead', () => {
    expect(dueOf('wait.workingDay', { time: '16:30', calendarRef: 'office' })).toBe('2026-05-06T14:30:00.000Z')
    expect(dueOf('wait.workingDay', { time: '09:00', calendarRef: 'office' })).toBe('2026-05-07T07:00:00.000Z')
    expect(dueOf('wait.workingDay', { time: '09:00', calendarRef: 'office' }, { now: '2026-05-08T14:15:00.000Z' })).toBe('2026-05-11T07:00:00.000Z')
  })
  test.each([
    ['an ISO day', '2026-05-20', '2026-05-18T07:00:00.000Z'],
    ['a day with dots', '20.5.2026 (Mittwoch)', '2026-05-18T07:00:00.000Z'],
    ['a day over the end of summer time', '2026-10-27', '2026-10-25T08:00:00.000Z'],
    ['no day that exists', '2026-02-30', '2026-05-06T15:15:00.000Z'],
    ['something else', 'soon', '2026-05-06T15:15:00.000Z'],
  ])('a day in a value, two days before: %s', (_, due, at) => {
    expect(dueOf('wait.date', { source: 'value', name: 'due', days: -2, time: '09:00', fallbackSeconds: 3_600 }, { values: { due } })).toBe(at)
  })
  test('a day in a field of the record, and the fallback without a record', () => {
    const config = { source: 'field', name: 'endsOn', days: 0, time: '12:00', fallbackSeconds: 60 }
    const record = { ref: 'r', type: 'ticket', number: 1, stage: 'open' as const, title: '', assigneeRef: null, fields: { endsOn: '2026-07-01' } }
    expect(dueOf('wait.date', config, { facts: { record } })).toBe('2026-07-01T10:00:00.000Z')
    expect(dueOf('wait.date', config, { facts: { record: null } })).toBe('2026-05-06T14:16:00.000Z')
  })
  test('a day that is past ends the wait at once, and one beyond a year fails the step', () => {
    expect(dueOf('wait.until', { at: '2020-01-01T00:00' })).toBe('2019-12-31T23:00:00.000Z')
    expect(dueOf('wait.until', { at: '2028-01-01T00:00' })).toEqual({ does: 'settle', outcome: { state: 'failed', code: 'waitTooLong' }, because: [] })
  })
  test('working hours that are gone fail the step in words', () => {
    const plan = planOf(draw({ s: START, w: { type: 'wait.business', config: { seconds: 60, calendarRef: 'office', listensTo: 'nothing' } }, t: tagging('x') }, ['s -> w', 'w.elapsed -> t']))
    const taken = takeTurn(plan, 'w', { facts: mail(), companyName: '', now: NOW, timeZone: 'UTC', values: {}, calendars: {} })
    expect(taken).toEqual({ does: 'settle', outcome: { state: 'failed', code: 'calendarGone' }, because: [] })
    expect(toEnglish(explainStep(plan, 'w', { state: 'failed', reason: 'calendarGone' }).result)).toBe('failed: The working hours do not exist any more. Choose others.')
  })
})

describe('asking for approval', () => {
  const config = { approvers: ['ada', 'ben'], agreement: 'any', atLeast: 2, question: 'Pay {{ subject }}?', seconds: 60, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] }
  const asked = (more: object) => {
    const taken = turn('wait.approval', { ...config, ...more })
    return taken.does === 'wait' && taken.wait.listensTo === 'approval' ? taken.wait.approval : taken
  }
  test('says how many have to agree', () => {
    expect(asked({})).toMatchObject({ needed: 1, question: 'Pay Invoice 7?', remindAfterSeconds: null })
    expect(asked({ agreement: 'all' })).toMatchObject({ needed: 2 })
    expect(asked({ agreement: 'some', atLeast: 2, remindSeconds: 30 })).toMatchObject({ needed: 2, remindAfterSeconds: 30 })
  })
  test.each([
    ['nobody', { approvers: [] }, 'needsApprover'],
    ['more agreement than people', { agreement: 'some', atLeast: 3 }, 'tooFewApprovers'],
    ['a reminder after the end', { remindSeconds: 60 }, 'lateReminder'],
    ['others, but nobody named', { escalateSeconds: 30 }, 'needsEscalation'],
  ])('refuses %s', (_, more, code) => {
    const type = nodeType('wait.approval')
    if (type === null) throw new Error('the registry has lost it')
    expect(readConfig(type, { id: 'w', config: { ...config, ...more }, configVersion: 1 })).toMatchObject({ problems: [{ code }] })
  })
  test('a rule that asks reads aloud with every way out', () => {
    const graph = draw({ s: START, w: { type: 'wait.approval', config }, a: tagging('Paid'), r: tagging('Refused'), n: ticket() }, ['s -> w', 'w.approved -> a', 'w.rejected -> r', 'w.timed out -> n'])
    expect(toEnglish(sentenceOf(graph))).toBe(
      'When a mail arrives, ask ada or ben for approval and wait up to 1 minute; if it is approved, tag it Paid; if it is rejected, tag it Refused; if time runs out, create a ticket.',
    )
  })
  test('a dry run ends there, and goes on by each outcome that is tried', () => {
    const plan = planOf(draw({ s: START, w: { type: 'wait.approval', config }, a: tagging('Paid'), r: tagging('Refused') }, ['s -> w', 'w.approved -> a', 'w.rejected -> r']))
    const still = dryRun(plan, mail(), world(), { now: NOW })
    expect(still).toMatchObject({ verdict: 'waits', effects: [] })
    expect(still.steps[1]).toMatchObject({ state: 'waiting', dueAt: '2026-05-06T14:16:00.000Z' })
    expect(dryRun(plan, mail(), world(), { now: NOW, waitOutcomes: { w: 'approved' } }).effects).toEqual([{ kind: 'tag.add', tag: 'Paid' }])
    expect(dryRun(plan, mail(), world(), { now: NOW, waitOutcomes: { w: 'rejected' } }).effects).toEqual([{ kind: 'tag.add', tag: 'Refused' }])
    expect(dryRun(plan, mail(), world(), { now: NOW, waitOutcomes: { w: 'timed out' } })).toMatchObject({ verdict: 'ends', effects: [] })
  })
})

test('a hook may be waited for with what it has to hold, filled in from the mail', () => {
  expect(turn('wait.hook', { hookRef: 'shop', field: 'customer', value: '{{ sender.address }}', seconds: 60 })).toMatchObject({ wait: { hook: { hookRef: 'shop', field: 'customer', value: 'ada@example.com' } } })
})
