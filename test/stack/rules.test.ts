import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OFFICE_HOURS } from '../../rules/calendar'
import { rulesFile } from '../../rules/exchange/file'
import { jsonFormat } from '../../rules/exchange/json'
import { RuleGraph } from '../../rules/graph'
import { projectRoot } from '../../stack/paths'
import { differences, sayDifference } from '../../stack/rules/difference'
import { Expectation } from '../../stack/rules/expectation'
import { run } from '../../stack/rules/run'
import { scratchFolder } from '../support/scratch'

/** `npm run rules`: rules, mails and what is expected of them, as files in somebody's repository. */

const EXAMPLES = join(projectRoot(), 'docs', 'examples', 'rules')

async function command(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const lines: string[] = []
  const code = await run(args, (text) => lines.push(text), '/')
  return { code, said: lines.join('\n') }
}

function copyOfExamples(): string {
  const folder = scratchFolder()
  cpSync(EXAMPLES, folder, { recursive: true })
  return folder
}

const change = (folder: string, name: string, from: string, to: string) => {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, name), text.replace(from, to))
}

describe('npm run rules', () => {
  test('finds the examples of the documentation as they are expected, sound, and says them as sentences', async () => {
    expect(await command('test', EXAMPLES)).toMatchObject({ code: 0, said: expect.stringMatching(/\n20 of 20 as expected\.$/) })
    expect(await command('check', EXAMPLES)).toMatchObject({ code: 0, said: expect.not.stringContaining('Blocker') })
    const { code, said } = await command('print', EXAMPLES)
    expect([code, said]).toEqual([0, expect.stringContaining('When a mail arrives, if the sender is in the list VIPs, then tag it VIP, star it, and notify Ada.')])
  })

  test('says what is different, step by step and effect by effect, and ends with 1', async () => {
    const folder = copyOfExamples()
    change(folder, 'invoices.rule.json', '"Finance"', '"Money"')
    change(folder, 'vip.rule.json', 'ceo@big-customer.example', 'cto@big-customer.example')
    const { code, said } = await command('test', folder)
    expect(code).toBe(1)
    expect(said).toContain('✗ invoice.eml  ends done, 2 effects\n      effects[0].tag: expected "Finance", was "Money"')
    expect(said).toContain('✗ boss.eml  does not run\n      verdict: expected "ends", was "no match"')
    expect(said).toContain('It asks that the sender is in the list VIPs.')
    expect(said).toMatch(/18 of 20 as expected\.$/)
  })

  test('takes a rule that runs without being expected to, and a mail of which nothing is expected, for failures', async () => {
    const folder = copyOfExamples()
    writeFileSync(join(folder, 'invoice.expect.json'), JSON.stringify({ rules: {} }))
    rmSync(join(folder, 'newsletter.expect.json'))
    const { code, said } = await command('test', folder)
    expect([code, said]).toEqual([1, expect.stringContaining('invoice.eml  ends done, 2 effects\n      verdict: expected "no match", was "ends"')])
    expect(said).toContain('Nothing is expected of it yet. --update writes newsletter.expect.json.')
  })

  test('writes down what rules do now when it is told to, keeps what was asked, and is content afterwards', async () => {
    const folder = copyOfExamples()
    change(folder, 'invoices.rule.json', '"Finance"', '"Money"')
    const before = readFileSync(join(folder, 'question-answered.expect.json'), 'utf8')
    const updated = await command('test', folder, '--update')
    expect([updated.code, updated.said.match(/^wrote .*$/gm)]).toEqual([0, ['wrote invoice.expect.json']])
    expect(readFileSync(join(folder, 'question-answered.expect.json'), 'utf8')).toBe(before)
    expect(await command('test', folder)).toMatchObject({ code: 0 })
  })

  test('refuses files it cannot use with the file and the place, and ends with 2', async () => {
    const cases: readonly (readonly [name: string, text: string, says: RegExp])[] = [
      ['broken.rule.json', '{\n  "format": "postroom.rules",\n  oops }', /^broken\.rule\.json:3:\d+: This cannot be read as JSON from here on\.$/],
      ['odd.rule.json', '{\n  "format": "postroom.rules",\n  "version": 1,\n  "rules": [{ "graph": { "version": 1, "nodes": [], "edges": [] } }]\n}', /^odd\.rule\.json:4: rules\[0\]\.name: Something is missing here\.$/],
      ['invoice.expect.json', '{ "rules": { "Invoice filing": { "verdikt": "ends" } } }', /^invoice\.expect\.json: rules\.Invoice filing: Unrecognized key/],
      ['lost.expect.json', '{ "rules": {} }', /^lost\.expect\.json: there is no mail lost\.eml beside it\.$/],
      ['invoice.expect.json', '{ "rules": { "Renamed": {} } }', /^invoice\.expect\.json: there is no rule named “Renamed” in this folder\.$/],
    ]
    for (const [name, text, says] of cases) {
      const folder = copyOfExamples()
      writeFileSync(join(folder, name), text)
      const { code, said } = await command('test', folder)
      expect([code, said]).toEqual([2, expect.stringMatching(says)])
    }
    expect(await command('test', '/nowhere/at/all')).toEqual({ code: 2, said: 'There is no folder /nowhere/at/all.' })
    expect(await command('guess', EXAMPLES)).toMatchObject({ code: 2, said: expect.stringContaining('There is no “guess”.') })
    expect(await command('check', EXAMPLES, '--update')).toEqual({ code: 2, said: '--update and --junit belong to test.' })
    expect(await command('test', EXAMPLES, '--wat')).toMatchObject({ code: 2 })
    expect(await command()).toMatchObject({ code: 0, said: expect.stringContaining('Usage:') })
  })

  test('checks rules as publishing would: what is not explained is gone, and rules before it are looked at', async () => {
    const folder = scratchFolder()
    const drawn = (type: string, config: object) => RuleGraph.parse({ version: 1, nodes: [{ id: 'start', type: 'mail.arrived', config: {} }, { id: 'do', type, config }], edges: [{ id: 'e', from: 'start', port: 'next', to: 'do' }] })
    const write = (name: string, rule: string, graph: RuleGraph) => writeFileSync(join(folder, name), jsonFormat.write(rulesFile([{ name: rule, graph }])).text)
    write('1.rule.json', 'The last word', drawn('rules.stop', {}))
    write('2.rule.json', 'Never heard', drawn('tag.add', { tag: 'A' }))
    expect(await command('check', folder)).toMatchObject({ code: 0, said: expect.stringContaining('Warning: This rule never acts: “The last word” acts before it') })
    write('3.rule.json', 'Lost', drawn('mailbox.move', { mailboxRef: 'Invoices' }))
    expect(await command('check', folder)).toMatchObject({ code: 1, said: expect.stringContaining('Lost (3.rule.json)\n  Blocker at do, mailboxRef: The folder does not exist any more. Choose another.') })
    writeFileSync(join(folder, 'a.eml'), 'From: a@example.com\nSubject: x\n\nx')
    expect(await command('test', folder)).toMatchObject({ code: 1, said: expect.stringContaining('✗ a.eml  cannot be published') })
  })

  test('knows the lists, working hours, records and times that files carry', async () => {
    const folder = scratchFolder()
    const graph = RuleGraph.parse({
      version: 1,
      nodes: [
        { id: 'start', type: 'mail.arrived', config: {} },
        { id: 'open', type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'nowInHours', header: 'calendar:Office', operator: 'isTrue', values: [] }, { kind: 'test', field: 'recordStage', header: '', operator: 'is', values: ['waiting'] }] } } },
        { id: 'tag', type: 'tag.add', config: { tag: 'Now' } },
      ],
      edges: [{ id: 'e1', from: 'start', port: 'next', to: 'open' }, { id: 'e2', from: 'open', port: 'yes', to: 'tag' }],
    })
    writeFileSync(join(folder, 'hours.rule.json'), jsonFormat.write(rulesFile([{ name: 'Hours', graph }], { calendars: [{ ref: 'calendar:Office', name: 'Office', timeZone: 'Europe/Berlin', hours: OFFICE_HOURS }] })).text)
    writeFileSync(join(folder, 'a.eml'), 'From: a@example.com\nDate: Sat, 07 Nov 2026 12:00:00 +0100\nSubject: x\n\nx')
    const record = { type: 'ticket', stage: 'waiting' }
    writeFileSync(join(folder, 'a.expect.json'), JSON.stringify({ facts: { record }, rules: { Hours: { verdict: 'no match', step: 'open' } } }))
    writeFileSync(join(folder, 'monday.expect.json'), JSON.stringify({ mail: 'a.eml', now: '2026-11-09T09:30:00+01:00', facts: { record }, rules: { Hours: { path: ['start', 'open.yes', 'tag'] } } }))
    writeFileSync(join(folder, 'early.expect.json'), JSON.stringify({ mail: 'a.eml', now: '2026-11-09T08:30:00+01:00', facts: { record }, rules: {} }))
    writeFileSync(join(folder, 'done.expect.json'), JSON.stringify({ mail: 'a.eml', now: '2026-11-09T09:30:00+01:00', facts: { record: { ...record, stage: 'done' } }, rules: {} }))
    expect((await command('test', folder)).said).toMatch(/4 of 4 as expected\.$/)
  })

  test('tells programs as JSON and build servers as JUnit XML', async () => {
    const folder = copyOfExamples()
    change(folder, 'vip.rule.json', '"VIP routing"', '"A <b> & \\"c\\""')
    const junit = join(folder, 'out.xml')
    expect(await command('test', folder, '--update', '--json')).toMatchObject({ code: 0 })
    change(folder, 'invoices.rule.json', '"Finance"', '"Money"')
    const { code, said } = await command('test', folder, '--json', '--junit', junit)
    const { ok, results } = z.object({ ok: z.boolean(), results: z.array(z.looseObject({ rule: z.string(), outcome: z.string(), differences: z.array(z.unknown()) })) }).parse(JSON.parse(said))
    expect([code, ok, results.flatMap(({ outcome, rule, differences: found }) => (outcome === 'as expected' ? [] : [[rule, outcome, found]]))]).toEqual([1, false, [['Invoice filing', 'different', [{ path: 'effects[0].tag', expected: 'Finance', actual: 'Money' }]]]])
    const xml = readFileSync(junit, 'utf8')
    expect(xml).toContain('<testsuites tests="20" failures="1">')
    expect(xml).toContain('<testsuite name="A &lt;b&gt; &amp; &quot;c&quot;" tests="5" failures="0">')
    expect(xml).toContain('<failure message="different">effects[0].tag: expected &quot;Finance&quot;, was &quot;Money&quot;</failure>')
  })
})

test('the files shown in the documentation can be read', () => {
  const shown = [...readFileSync(join(projectRoot(), 'docs', 'exchange.md'), 'utf8').matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => text)
  expect(shown.length).toBe(2)
  expect(jsonFormat.read(shown[0] ?? '')).toMatchObject({ report: [], file: { rules: [{ name: 'Bills' }] } })
  expect(Expectation.parse(JSON.parse(shown[1] ?? '')).rules['VIP routing']).toEqual({ verdict: 'no match', step: 'who' })
})

test('an expectation compares what it says of an object, and all of a list', () => {
  const told = (expected: unknown, actual: unknown) => differences(expected, actual).map(sayDifference)
  expect(told({ a: 1 }, { a: 1, b: 2 })).toEqual([])
  expect(told({ a: [{ x: 1 }] }, { a: [{ x: 1, y: 2 }, { x: 3 }] })).toEqual(['a[1]: not expected: {"x":3}'])
  expect(told({ a: [1, 2] }, { a: [1] })).toEqual(['a[1]: missing: 2'])
  expect(told({ a: { b: 'c' } }, { a: null })).toEqual(['a: expected {"b":"c"}, was null'])
})
