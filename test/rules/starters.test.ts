import { describe, expect, test } from 'vitest'
import { OFFICE_HOURS } from '../../rules/calendar'
import { compile } from '../../rules/compile'
import { dryRun } from '../../rules/dry-run'
import type { RuleGraph } from '../../rules/graph'
import { sentenceOf } from '../../rules/rule-sentence'
import { toEnglish } from '../../rules/sentence'
import { STARTERS } from '../../rules/starters/index'
import { filled } from '../../rules/starters/starter'
import type { Open, Starter } from '../../rules/starters/starter'
import { mail, planOf, REFERENCES, world } from '../support/drawn-rules'

/** The rules people begin with: what they ask for, what they say, and what they do. */

const TODAY = '2026-11-21'
const NAMES = { mailbox: { invoices: 'Invoices' }, user: { ada: 'Ada' }, account: { 'account-1': 'support@northwind.example' }, calendar: { office: 'Office hours' } }
const drawn = (starter: Starter) => starter.draw((word) => starter.phrases[word] ?? word, TODAY)
const CALENDARS = { office: { ...OFFICE_HOURS, name: 'Office hours', timeZone: 'UTC' } }

/** The drawing once somebody has chosen what was left open. */
function chosen(starter: Starter, open: readonly Open[] = starter.open): RuleGraph {
  return filled(drawn(starter), open, ({ sample }) => sample)
}

test('there is one for each of nine kinds of work [WIZ-02]', () => {
  expect(STARTERS.map(({ id }) => id).toSorted()).toEqual(['acknowledge', 'channel', 'cleanup', 'invoices', 'leads', 'sla', 'tickets', 'vacation', 'vip'])
})

describe.each(STARTERS.map((starter) => [starter.id, starter] as const))('%s', (_, starter) => {
  test('is refused until everything was chosen that it leaves open, and nothing else is wrong with it [WIZ-03]', () => {
    const refused = (graph: RuleGraph) => {
      const compiled = compile(graph, REFERENCES)
      return 'problems' in compiled ? compiled.problems.map(({ node, field }) => `${node ?? ''} ${field ?? ''}`) : []
    }
    expect(refused(drawn(starter)).toSorted()).toEqual(starter.open.map(({ node, field }) => `${node} ${field}`).toSorted())
    for (const left of starter.open) expect(refused(chosen(starter, starter.open.filter((one) => one !== left)))).toEqual([`${left.node} ${left.field}`])
    expect(compile(chosen(starter), REFERENCES)).toMatchObject({ warnings: [] })
  })
  test('has mails that set it off', () => {
    expect(starter.cases.some(({ effects }) => effects.length > 0)).toBe(true)
  })
  test.each(starter.cases.map((one) => [one.title, one] as const))('%s [WIZ-02]', (__, { message, world: state, now = '2026-11-23T09:00:00.000Z', waits, effects, exactly = [] }) => {
    const run = dryRun(planOf(chosen(starter)), mail({ subject: 'Hello', text: 'Hi', ...message }), world(state), { now, calendars: CALENDARS, ...(waits === undefined ? {} : { waitOutcomes: waits }) })
    expect(run.effects.map(({ kind }) => kind)).toEqual(effects)
    expect(run.effects).toEqual(expect.arrayContaining([...exactly]))
  })
})

test('each reads as it will act, before it is switched on [WIZ-01]', () => {
  const said = Object.fromEntries(STARTERS.map((starter) => [starter.id, toEnglish(sentenceOf(chosen(starter), 'account-1'), NAMES)]))
  expect(said).toEqual({
    invoices: 'When a mail arrives in support@northwind.example, if the subject contains “invoice”, “bill”, or “receipt” and it has an attachment, then tag it Finance and move it to Invoices.',
    tickets: 'When a mail arrives in support@northwind.example, if it was not sent by a program and it is not a reply, then create a ticket and wait up to 4 hours for one of us to answer; if not, notify Ada.',
    leads: 'When a mail arrives in support@northwind.example, if the sender is not known, it was not sent by a program, and it is not a reply, then create a lead and notify Ada. It acts once per thread.',
    vip: 'When a mail arrives in support@northwind.example, if the sender is one of “ceo@big-customer.example”, then tag it VIP, star it, and notify Ada.',
    acknowledge: 'When a mail arrives in support@northwind.example, if it was not sent by a program and it is not a reply, then send an automatic reply. It acts once per thread.',
    vacation: 'When a mail arrives in support@northwind.example, if it was not sent by a program, then send an automatic reply. It acts once in 1 week for each sender and only from November 21, 2026 to December 4, 2026.',
    channel: 'When a mail arrives in support@northwind.example, if the subject contains the word “order” or “purchase order”, then post it to Orders.',
    cleanup: 'When somebody answered a mail in support@northwind.example, take the tag To answer off, take its star away, and archive it.',
    sla: 'When a mail arrives in support@northwind.example, if it was not sent by a program and it is not a reply, then wait up to 8 hours of working time (Office hours) for one of us to answer; if not, tag it Overdue, star it, and notify Ada here and by mail.',
  })
})
