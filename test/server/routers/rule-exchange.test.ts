import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RulesFile, rulesFile } from '../../../rules/exchange/file'
import { RuleGraph } from '../../../rules/graph'
import { toEnglish } from '../../../rules/sentence'
import { accountWith } from '../../support/fixtures'
import { invoiceGraph, officeIn, openOfficeApi, type OfficeApi } from '../../support/office-api'

/** Rules that leave a workspace as a file and come into another as drafts. */

describe('rules as files over the API', () => {
  let office: OfficeApi
  let other: Omit<OfficeApi, 'close'>
  beforeAll(async () => {
    office = await openOfficeApi()
    other = await officeIn(office.api)
  })
  afterAll(() => office.close())

  const drawn = (...steps: readonly (readonly [id: string, type: string, config: object, configVersion?: number])[]): RuleGraph =>
    RuleGraph.parse({
      version: 1,
      nodes: [{ id: 'start', type: 'mail.arrived', config: {} }, ...steps.map(([id, type, config, configVersion = 1]) => ({ id, type, config, configVersion }))],
      edges: steps.map(([id], index) => ({ id: `e${index}`, from: steps[index - 1]?.[0] ?? 'start', port: index > 0 && steps[index - 1]?.[1] === 'condition' ? 'yes' : 'next', to: id })),
    })
  const fileWith = (graph: RuleGraph, references: Parameters<typeof rulesFile>[1] = {}) => JSON.stringify(rulesFile([{ name: 'From a file', graph }], references))
  /** A draft as it was drawn: files without places are laid out on arrival. */
  const draftOf = async (place: Omit<OfficeApi, 'close'>, id: string) => {
    const { draft } = await place.call.rule.get({ id })
    expect(new Set(draft.nodes.map(({ position }) => JSON.stringify(position))).size).toBe(draft.nodes.length)
    return { ...draft, nodes: draft.nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })) }
  }

  test('go out with names and come in elsewhere as drafts with what is called the same there, and a preview writes nothing', async () => {
    const vips = await office.call.wordList.create({ name: 'VIPs', entries: ['ceo@big.example'] })
    const first = await office.call.rule.create({ name: 'Bills', accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })
    const asks = { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'from', header: '', operator: 'inList', values: [vips.id] }] } }
    const second = await office.call.rule.create({ name: 'Important', accountId: office.accountId, graph: drawn(['who', 'condition', asks], ['tell', 'user.notify', { userRef: office.userId, by: 'app', text: 'x' }, 2]) })
    const { text, fileName, report } = await office.call.rule.export({ ids: [second.id, first.id] })
    expect([fileName, report]).toEqual(['rules.rule.json', []])
    expect(RulesFile.parse(JSON.parse(text)).rules.map(({ name }) => name)).toEqual(['Bills', 'Important'])
    for (const id of [office.mailboxes.Invoices, office.userId, office.accountId, vips.id, first.id]) expect(text).not.toContain(id)

    const before = await other.call.rule.list()
    const preview = await other.call.rule.import.preview({ text, accountId: other.accountId })
    expect(preview.references.map(({ kind, here, how, suggestions }) => [kind, here?.id ?? null, how, suggestions])).toEqual([
      ['account', other.accountId, 'instead', expect.any(Array)],
      ['mailbox', other.mailboxes.Invoices, 'same', [other.mailboxes.Invoices]],
      ['user', null, 'open', expect.any(Array)],
      ['list', null, 'open', []],
    ])
    expect(preview.rules.map(({ freeName, problems }) => [freeName, problems.filter(({ severity }) => severity === 'blocker').map(({ node, code }) => [node, code])])).toEqual([['Bills', []], ['Important', [['who', 'listGone'], ['tell', 'userGone']]]])
    expect(await other.call.rule.list()).toEqual(before)

    const [person, list] = preview.references.slice(2).map(({ ref }) => ref)
    const choices = { [person ?? '']: other.userId, [list ?? '']: 'make' as const }
    expect((await other.call.rule.import.preview({ text, accountId: other.accountId, choices })).rules.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'blocker'))).toEqual([])
    const { made } = await other.call.rule.import.create({ text, accountId: other.accountId, choices })
    const [bills, important] = made.map(({ id }) => id)
    expect(await draftOf(other, bills ?? '')).toEqual(invoiceGraph(other.mailboxes.Invoices))
    const [copied] = await other.call.wordList.list()
    expect(copied).toMatchObject({ name: 'VIPs', entries: ['ceo@big.example'], usedBy: [{ id: important }] })
    expect((await other.call.rule.list()).filter(({ id }) => made.some((one) => one.id === id)).map(({ state, liveVersion }) => [state, liveVersion])).toEqual([['draft', null], ['draft', null]])
    // The same file once more: the names are taken, and the list is there.
    const again = await other.call.rule.import.preview({ text, accountId: other.accountId })
    expect(again.rules.map(({ freeName, clash }) => [freeName, clash?.id])).toEqual([['Bills (2)', bills], ['Important (2)', important]])
    expect(again.references.at(-1)).toMatchObject({ how: 'same', here: { id: copied?.id } })
  })

  test('keep steps of kinds that do not exist here, each named, as what stands between the draft and being published', async () => {
    const graph = drawn(['later', 'from.tomorrow', { deep: [{ anything: 1 }] }, 4], ['tag', 'tag.add', { tag: 'A' }])
    const text = fileWith(graph)
    const preview = await office.call.rule.import.preview({ text, accountId: office.accountId })
    expect(preview.rules[0]?.problems).toContainEqual({ node: 'later', code: 'unknownType', severity: 'blocker', values: { type: 'from.tomorrow' } })
    const { made } = await office.call.rule.import.create({ text, accountId: office.accountId })
    const id = made[0]?.id ?? ''
    expect(await draftOf(office, id)).toEqual(graph)
    await expect(office.call.rule.publish({ id, revision: 1 })).rejects.toMatchObject({ message: expect.stringContaining('1 problem') })
    expect(RulesFile.parse(JSON.parse((await office.call.rule.export({ ids: [id] })).text)).rules[0]?.graph.nodes[1]).toMatchObject({ type: 'from.tomorrow', config: { deep: [{ anything: 1 }] }, configVersion: 4 })
  })

  test('go to the account of the same address, with folders of that account', async () => {
    const sales = await office.ask((tx) => accountWith(tx, office.workspaceId, 'sales@northwind.example', 'local'))
    const text = fileWith(drawn(['file', 'mailbox.move', { mailboxRef: 'box' }]), { accounts: [{ ref: 'a', address: 'Sales@northwind.example' }], mailboxes: [{ ref: 'box', path: 'INBOX.invoices', account: 'a' }] })
    const withAccount = JSON.stringify({ ...JSON.parse(text), rules: rulesFile([{ name: 'From a file', account: 'a', graph: drawn(['file', 'mailbox.move', { mailboxRef: 'box' }]) }]).rules })
    const preview = await office.call.rule.import.preview({ text: withAccount, accountId: office.accountId })
    expect(preview.rules[0]).toMatchObject({ accountId: sales.accountId, problems: [] })
    expect(preview.references.map(({ here }) => here?.id)).toEqual([sales.accountId, sales.mailboxes.Invoices])
    const elsewhere = await office.call.rule.import.preview({ text: withAccount, choices: { a: office.accountId } })
    expect(elsewhere.references.map(({ here, how }) => [here?.id, how])).toEqual([[office.accountId, 'chosen'], [office.mailboxes.Invoices, 'alike']])
  })

  test('of which some are chosen keep running one another, and all come in or none', async () => {
    const first = await office.call.rule.create({ name: 'Called', accountId: office.accountId, graph: drawn(['tag', 'tag.add', { tag: 'A' }]) })
    const caller = await office.call.rule.create({ name: 'Caller', accountId: office.accountId, graph: drawn(['run', 'rule.run', { ruleRef: first.id }]) })
    const { text } = await office.call.rule.export({ ids: [first.id, caller.id] })
    const { made } = await other.call.rule.import.create({ text, accountId: other.accountId, rules: [{ index: 1, name: 'Caller here' }, { index: 0, name: 'Called here' }] })
    const byName = new Map(made.map(({ name, id }) => [name, id]))
    const files = RulesFile.parse(JSON.parse(text)).rules.map(({ name }) => name)
    expect(files).toEqual(['Called', 'Caller'])
    expect((await draftOf(other, byName.get('Caller here') ?? '')).nodes[1]?.config).toEqual({ ruleRef: byName.get('Called here') })
    const count = async () => Number((await other.ask((tx) => tx.execute(sql`select count(*)::int as n from rule`)))[0]?.n)
    const before = await count()
    await expect(other.call.rule.import.create({ text, accountId: other.accountId, rules: [{ index: 0, name: 'Comes' }, { index: 9, name: 'Does not exist' }] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await count()).toBe(before)
  })

  test('that cannot be read are refused with the place, and shown with it in a preview', async () => {
    const text = JSON.stringify({ ...rulesFile([{ name: 'One', graph: drawn(['tag', 'tag.add', { tag: 'A' }]) }]), rulez: 1 }, null, 2)
    const preview = await office.call.rule.import.preview({ text })
    expect([preview.isReadable, preview.report.map(({ path, severity, says }) => [path, severity, toEnglish(says)])]).toEqual([false, [['rulez', 'error', 'Nothing here is called this: rulez.']]])
    await expect(office.call.rule.import.create({ text })).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringMatching(/^The file cannot be read\. line \d+, rulez: Nothing here is called this: rulez\.$/) })
    const homeless = fileWith(drawn(['tag', 'tag.add', { tag: 'A' }]))
    const twoAccounts = await officeIn(office.api)
    await twoAccounts.ask((tx) => accountWith(tx, twoAccounts.workspaceId, 'second@northwind.example', 'local'))
    await expect(twoAccounts.call.rule.import.create({ text: homeless })).rejects.toMatchObject({ message: 'Say which account “From a file” is for.' })
  })

  test('come from a Sieve script, each line with what became of it, and go out as one', async () => {
    const script = ['require ["fileinto", "imap4flags"];', '# rule:[Bills]', 'if header :contains "subject" "invoice" {', '  fileinto "INBOX.Invoices";', '  stop;', '}', '# rule:[Boss]', 'if address "from" "boss@example.com" { addflag "\\\\Flagged"; notify "x"; }'].join('\n')
    const preview = await office.call.rule.import.preview({ format: 'sieve', text: script, accountId: office.accountId })
    expect(preview.references.map(({ kind, here }) => [kind, here?.id])).toEqual([['mailbox', office.mailboxes.Invoices]])
    expect(preview.report.flatMap(({ line, rule, severity, says }) => (severity === 'taken' ? [] : [[line, rule, severity, toEnglish(says)]]))).toEqual([[8, 1, 'lost', 'Left out: there is nothing like “notify” here.']])
    const { made } = await office.call.rule.import.create({ format: 'sieve', text: script, accountId: office.accountId })
    const written = await office.call.rule.export({ ids: made.map(({ id }) => id), format: 'sieve' })
    expect(written.fileName).toMatch(/\.sieve$/)
    expect(written.text.split('\r\n').filter((line) => line !== '')).toEqual([
      'require ["fileinto", "imap4flags"];', expect.stringMatching(/^# rule:\[Bills/), 'if header :contains "subject" "invoice" {', '  fileinto "Invoices";', '  stop;', '}', '# rule:[Boss]', 'if address :is "from" "boss@example.com" {', '  addflag "\\\\Flagged";', '}',
    ])
    const broken = await office.call.rule.import.preview({ format: 'sieve', text: 'if true {\n  keep\n}' })
    expect([broken.isReadable, broken.report.map(({ line, column, severity }) => [line, column, severity])]).toEqual([false, [[3, 1, 'error']]])
  })
})
