import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OFFICE_HOURS } from '../../rules/calendar'
import { alikeness, sameFolder } from '../../rules/exchange/alike'
import { rulesFile } from '../../rules/exchange/file'
import { fit, LEAVE_OPEN, MAKE, type Fitting } from '../../rules/exchange/fit'
import type { Here } from '../../rules/exchange/here'
import { jsonFormat } from '../../rules/exchange/json'
import { placed } from '../../rules/exchange/place'
import { take } from '../../rules/exchange/take'
import { RuleGraph } from '../../rules/graph'
import { toEnglish } from '../../rules/sentence'
import { drawnGraph } from '../support/drawn-graphs'

/** Rules as files: what is written is what is read, whatever was drawn, and elsewhere it finds its like. */

const HERE: Here = {
  accounts: [{ id: 'acc-office', name: 'Office', address: 'office@northwind.example' }, { id: 'acc-sales', name: 'Sales', address: 'sales@northwind.example' }],
  mailboxes: [
    { id: 'box-inbox', name: 'Inbox', path: 'INBOX', role: 'inbox', accountId: 'acc-office' },
    { id: 'box-invoices', name: 'Invoices', path: 'Invoices', role: null, accountId: 'acc-office' },
    { id: 'box-archive', name: 'Archive', path: 'Archive', role: 'archive', accountId: 'acc-office' },
    { id: 'box-sales-archive', name: 'Ablage', path: 'Ablage', role: 'archive', accountId: 'acc-sales' },
    { id: 'box-sales-bills', name: 'Invoices', path: 'INBOX.Invoices', role: null, accountId: 'acc-sales' },
  ],
  users: [{ id: 'user-ada', name: 'Ada', email: 'ada@northwind.example' }, { id: 'user-ben', name: 'Ben', email: 'ben@northwind.example' }],
  calendars: [{ id: 'cal-office', name: 'Office hours', timeZone: 'Europe/Amsterdam', hours: OFFICE_HOURS }],
  lists: [{ id: 'list-vips', name: 'VIPs', entries: ['ceo@big.example'] }],
  hooks: [{ id: 'hook-shop', name: 'Shop' }],
  endpoints: [{ id: 'end-chat', name: 'Sales chat', style: 'slack' }],
  rules: [{ id: 'rule-vip', name: 'VIP', accountId: 'acc-office', isPublished: true }],
  tags: [{ name: 'A' }],
  channels: [{ name: 'Orders' }],
}
const NOTHING: Here = { accounts: [], mailboxes: [], users: [], calendars: [], lists: [], hooks: [], endpoints: [], rules: [], tags: [], channels: [] }
const AS_FOUND: Fitting = { accountId: null, choices: {} }

const graphOf = (...steps: readonly (readonly [id: string, type: string, config: object, configVersion?: number])[]): RuleGraph =>
  RuleGraph.parse({
    version: 1,
    nodes: [{ id: 'start', type: 'mail.arrived', config: {} }, ...steps.map(([id, type, config, configVersion = 1]) => ({ id, type, config, configVersion }))],
    edges: steps.map(([id], index) => ({ id: `e${index}`, from: index === 0 ? 'start' : (steps[index - 1]?.[0] ?? 'start'), port: 'next', to: id })),
  })
const fileOf = (graph: RuleGraph) => take([{ id: 'rule-1', name: 'One', accountId: 'acc-office', graph }], HERE)
const reread = (text: string) => {
  const { file, report } = jsonFormat.read(text)
  if (file === null) throw new Error(report.map(({ path, line, says }) => `${path ?? ''}:${line ?? ''} ${toEnglish(says)}`).join('\n'))
  return file
}
const complaints = (document: unknown, text = JSON.stringify(document, null, 2)) => jsonFormat.read(text).report.map(({ severity, path, line, says }) => `${severity} ${path ?? '-'} @${line ?? '-'}: ${toEnglish(says)}`)
const EVERY_KIND = graphOf(
  ['file', 'mailbox.move', { mailboxRef: 'box-invoices' }],
  ['tell', 'user.notify', { userRef: 'user-ada', by: 'app', text: 'box-invoices is where it went' }, 2],
  ['hours', 'wait.business', { calendarRef: 'cal-office', seconds: 3_600 }],
  ['vip', 'condition', { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'from', header: '', operator: 'inList', values: ['list-vips'] }] } }],
  ['chat', 'web.post', { endpointRef: 'end-chat', text: 'x', repeatable: false }],
  ['next', 'rule.run', { ruleRef: 'rule-vip' }],
  ['tag', 'tag.add', { tag: 'Finance' }],
  ['post', 'channel.post', { channel: 'Orders', text: 'x', createMissing: false }],
)

describe('a rule as a file', () => {
  const named = fc.record({ name: fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name.trim() === name), note: fc.string({ maxLength: 60 }), x: fc.integer(), key: fc.string({ maxLength: 12 }), value: fc.jsonValue({ maxDepth: 4 }) })

  test('parse(print(graph)) is the graph, for any drawing, with what it refers to told by name in between', () => {
    fc.assert(
      fc.property(drawnGraph({ mailboxes: ['box-invoices', 'box-archive'], userRef: 'user-ada' }), fc.array(named, { minLength: 1, maxLength: 3 }), (drawn, more) => {
        // Beside what the editor draws: what a later version or a hand may have written into a config.
        const graph = { ...drawn, nodes: [...drawn.nodes, ...more.map(({ note, x, key, value }, index) => RuleGraph.shape.nodes.parse([{ id: `later${index}`, type: 'from.tomorrow', config: { [key]: value, texts: ['mailbox:Invoices', 'user:ada@northwind.example', 'box-invoices'] }, note, position: { x, y: -x }, configVersion: index + 1 }])).flat()] }
        const rules = more.map(({ name }, index) => ({ id: `rule-${index}`, name, accountId: 'acc-office', graph }))
        const text = jsonFormat.write(take(rules, HERE)).text
        const file = reread(text)
        expect(fit(file, HERE, AS_FOUND).rules.map((rule) => rule.graph)).toEqual(JSON.parse(JSON.stringify(rules.map((rule) => rule.graph))))
        expect(file.rules.map(({ name }) => name)).toEqual(rules.map(({ name }) => name))
        expect(jsonFormat.write(file).text).toBe(text)
        for (const id of ['box-archive', 'user-ada', 'acc-office']) expect(text).not.toContain(id)
      }),
      { numRuns: 100 },
    )
  })

  test('holds names where a workspace holds ids, and only of what it refers to', () => {
    const file = fileOf(EVERY_KIND)
    expect(file.references).toEqual({
      accounts: [{ ref: 'account:office@northwind.example', address: 'office@northwind.example', name: 'Office' }],
      mailboxes: [{ ref: 'mailbox:Invoices', path: 'Invoices', account: 'account:office@northwind.example' }],
      users: [{ ref: 'user:ada@northwind.example', email: 'ada@northwind.example', name: 'Ada' }],
      calendars: [{ ref: 'calendar:Office hours', name: 'Office hours', timeZone: 'Europe/Amsterdam', hours: OFFICE_HOURS }],
      lists: [{ ref: 'list:VIPs', name: 'VIPs', entries: ['ceo@big.example'] }],
      hooks: [],
      endpoints: [{ ref: 'endpoint:Sales chat', name: 'Sales chat', style: 'slack' }],
      rules: [{ ref: 'rule:VIP', name: 'VIP', account: 'account:office@northwind.example' }],
      tags: [{ name: 'Finance' }],
      channels: [{ name: 'Orders' }],
    })
    expect(file.rules[0]?.graph.nodes[1]?.config).toEqual({ mailboxRef: 'mailbox:Invoices' })
    expect(file.rules[0]?.graph.nodes[2]?.config).toMatchObject({ text: 'box-invoices is where it went' })
  })

  test('of an older version is brought up to date, step by step, and says so', () => {
    const old = { format: 'postroom.rule', formatVersion: 1, name: 'Old', graph: graphOf(['file', 'mailbox.move', { mailboxRef: '0198-old' }]), names: [{ id: '0198-old', kind: 'mailbox', name: 'Invoices' }] }
    const { file, report } = jsonFormat.read(JSON.stringify(old))
    expect(report.map(({ severity, says }) => [severity, toEnglish(says)])).toEqual([['changed', 'The file was written by an older version of Postroom and was brought up to date.']])
    expect(file?.references.mailboxes).toEqual([{ ref: '0198-old', path: 'Invoices' }])
    if (file === null) return
    expect(fit(file, HERE, { accountId: 'acc-office', choices: {} }).rules[0]?.graph.nodes[1]?.config).toEqual({ mailboxRef: 'box-invoices' })
  })

  test('that cannot be read says where and why', () => {
    const sound = rulesFile([{ name: 'One', graph: graphOf(['tag', 'tag.add', { tag: 'A' }]) }])
    expect(complaints(sound)).toEqual([])
    expect(complaints({ hello: 'world' })).toEqual(['error - @1: This is JSON, but no file of rules: it has to begin with "format": "postroom.rules" and a version.'])
    expect(complaints({ ...sound, version: 7 })).toEqual(['error version @3: The file was written by a newer version of Postroom (file version 7).'])
    expect(complaints({ ...sound, rulez: 1 })).toEqual([expect.stringContaining('error rulez @')])
    const [rule] = sound.rules
    expect(complaints({ ...sound, rules: [rule, { ...rule, graph: { ...rule?.graph, nodes: [{ type: 'tag.add', colour: 'red' }] } }] })).toEqual([
      'error rules[1].graph.nodes[0].id @64: Something is missing here.',
      'error rules[1].graph.nodes[0].config @64: Something is missing here.',
      'error rules[1].graph.nodes[0].colour @66: Nothing here is called this: colour.',
    ])
    expect(complaints({ ...sound, rules: [] })).toEqual(['error rules @4: This is too short or too little. The least is 1.'])
    expect(complaints(null, '{\n  "format": "postroom.rules",\n  oops\n}')).toEqual(['error - @3: This cannot be read as JSON from here on.'])
    expect(complaints(null, `${'['.repeat(5_000)}${']'.repeat(5_000)}`)).toEqual(['error - @-: The file is nested too deeply to be rules.'])
    expect(complaints(null, ' '.repeat(700_001))).toEqual([expect.stringContaining('too long')])
    expect(complaints(null, '')).toEqual(['error - @1: This cannot be read as JSON from here on.'])
  })
})

describe('a file that arrives elsewhere', () => {
  test('finds folders by what they are for or by their path, people by address, the rest by name', () => {
    const file = fileOf(EVERY_KIND)
    const { references, rules } = fit(file, { ...HERE, accounts: HERE.accounts.slice(1) }, { accountId: 'acc-sales', choices: {} })
    expect(references.map(({ ref, here, how }) => [ref, here?.id ?? null, how])).toEqual([
      ['account:office@northwind.example', 'acc-sales', 'instead'],
      ['mailbox:Invoices', 'box-sales-bills', 'alike'],
      ['user:ada@northwind.example', 'user-ada', 'same'],
      ['calendar:Office hours', 'cal-office', 'same'],
      ['list:VIPs', 'list-vips', 'same'],
      ['endpoint:Sales chat', 'end-chat', 'same'],
      ['rule:VIP', null, 'open'],
    ])
    expect(rules[0]?.accountId).toBe('acc-sales')
    const archive = fileOf(graphOf(['file', 'mailbox.move', { mailboxRef: 'box-archive' }]))
    expect(fit(archive, HERE, { accountId: null, choices: { 'account:office@northwind.example': 'acc-sales' } }).references[1]?.here).toEqual({ id: 'box-sales-archive', name: 'Ablage' })
  })

  test('keeps what it finds nothing for, word for word, and takes what somebody chooses instead', () => {
    const file = fileOf(EVERY_KIND)
    const lost = fit(file, NOTHING, AS_FOUND)
    expect(lost.references.every(({ here }) => here === null)).toBe(true)
    expect(lost.rules[0]?.graph).toEqual(file.rules[0]?.graph)
    expect(lost.newNames).toEqual({ tags: ['Finance'], channels: ['Orders'] })
    const chosen = fit(file, HERE, { accountId: null, choices: { 'mailbox:Invoices': 'box-archive', 'user:ada@northwind.example': LEAVE_OPEN, 'list:VIPs': MAKE, 'hook:x': 'y', 'calendar:Office hours': 'somebody else’s' } })
    expect(chosen.references.map(({ ref, here, how }) => [ref, here?.id ?? null, how]).slice(1, 5)).toEqual([
      ['mailbox:Invoices', 'box-archive', 'chosen'],
      ['user:ada@northwind.example', null, 'open'],
      ['calendar:Office hours', 'cal-office', 'same'],
      ['list:VIPs', null, 'made'],
    ])
    expect(chosen.rules[0]?.graph.nodes[2]?.config).toMatchObject({ userRef: 'user:ada@northwind.example' })
  })

  test('suggests what is called nearly the same, likeliest first', () => {
    const file = rulesFile([{ name: 'One', graph: graphOf(['file', 'mailbox.move', { mailboxRef: 'mailbox:Invoice 2026' }]) }], { mailboxes: [{ ref: 'mailbox:Invoice 2026', path: 'Invoice 2026' }] })
    expect(fit(file, HERE, { accountId: 'acc-office', choices: {} }).references[0]).toMatchObject({ here: null, suggestions: ['box-invoices'] })
    expect(alikeness('Invoices', 'invoice')).toBeGreaterThan(alikeness('Invoices', 'Inbox'))
    expect([sameFolder('INBOX/Bills/2026', 'Bills.2026'), sameFolder('INBOX', 'Bills'), sameFolder('a/b', 'ab')]).toEqual([true, false, false])
  })

  test('is never given a name that a rule of the account has, nor the same name twice', () => {
    const graph = graphOf(['tag', 'tag.add', { tag: 'A' }])
    const file = rulesFile([{ name: 'vip', graph }, { name: 'VIP', graph }, { name: 'Other', graph }])
    expect(fit(file, HERE, { accountId: 'acc-office', choices: {} }).rules.map(({ freeName, clash }) => [freeName, clash?.id ?? null])).toEqual([['vip (2)', 'rule-vip'], ['VIP (3)', 'rule-vip'], ['Other', null]])
  })

  test('names what a hand-written file refers to without explaining it', () => {
    const file = rulesFile([{ name: 'One', graph: graphOf(['file', 'mailbox.move', { mailboxRef: 'Invoices' }], ['tell', 'user.notify', { userRef: 'user:ben@northwind.example', by: 'app', text: 'x' }, 2]) }])
    const { references, rules } = fit(file, HERE, { accountId: 'acc-office', choices: {} })
    expect(references.map(({ ref, isUnexplained, here }) => [ref, isUnexplained, here?.id])).toEqual([['Invoices', true, 'box-invoices'], ['user:ben@northwind.example', true, 'user-ben']])
    expect(rules[0]?.graph.nodes.map(({ config }) => config)).toEqual([{}, { mailboxRef: 'box-invoices' }, { userRef: 'user-ben', by: 'app', text: 'x' }])
  })

  test('is laid out where its steps have no places: each below what leads to it, none on another, whatever leads where', () => {
    fc.assert(
      fc.property(drawnGraph({ mailboxes: ['box-invoices'], userRef: 'user-ada' }), (drawn) => {
        const { nodes, edges } = placed(drawn)
        const at = new Map(nodes.map(({ id, position }) => [id, position]))
        expect(new Set(nodes.map(({ position: { x, y } }) => `${x} ${y}`)).size).toBe(nodes.length)
        for (const { from, to } of edges) expect(at.get(to)?.y).toBeGreaterThan(at.get(from)?.y ?? 0)
      }),
    )
    const round = graphOf(['a', 'tag.add', { tag: 'A' }], ['b', 'tag.add', { tag: 'B' }])
    const circle = placed({ ...round, edges: [...round.edges, { id: 'back', from: 'b', port: 'next', to: 'a' }] })
    expect(new Set(circle.nodes.map(({ position }) => JSON.stringify(position))).size).toBe(3)
    expect(placed(circle)).toBe(circle)
  })

  test('lets rules of one file run one another', () => {
    const file = take(
      [
        { id: 'rule-1', name: 'First', accountId: 'acc-office', graph: graphOf(['next', 'rule.run', { ruleRef: 'rule-2' }]) },
        { id: 'rule-2', name: 'Second', accountId: 'acc-office', graph: graphOf(['tag', 'tag.add', { tag: 'A' }]) },
      ],
      HERE,
    )
    expect(file.rules.map(({ ref }) => ref)).toEqual([undefined, 'rule:Second'])
    expect(file.rules[0]?.graph.nodes[1]?.config).toEqual({ ruleRef: 'rule:Second' })
    expect(fit(file, HERE, AS_FOUND).references.map(({ kind }) => kind)).toEqual(['account'])
  })
})
