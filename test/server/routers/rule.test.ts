import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { execution, message, plan, ruleVersion, whyNot, type WhyNot } from '../../../db/schema'
import { accountWith, mailWith, runWith } from '../../support/fixtures'
import { RuleGraph } from '../../../rules/graph'
import { NO_NAMES, toEnglish } from '../../../rules/sentence'
import { invoiceGraph, officeIn, openOfficeApi, type OfficeApi } from '../../support/office-api'
import { graphOf, ruleWith } from '../../support/rules'

describe('rules over the API', () => {
  let office: OfficeApi
  beforeAll(async () => { office = await openOfficeApi() })
  afterAll(() => office.close())

  const draw = (name: string) => office.call.rule.create({ name, accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })

  it('begin as a draft with nothing but a start', async () => {
    const made = await office.call.rule.create({ name: 'Empty', accountId: office.accountId })
    expect(await office.call.rule.get({ id: made.id })).toMatchObject({ state: 'draft', draftRevision: 1, live: null, draft: { nodes: [{ type: 'mail.arrived' }] } })
  })

  it('begun from a mail ask for mail of the same domain in the same account', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { from: 'ann@hurt.example' }))
    const { id } = await office.call.rule.create({ name: 'Like this', fromMessageId: messageId })
    const rule = await office.call.rule.get({ id })
    expect(rule.account.id).toBe(office.accountId)
    expect(rule.draft.nodes[1]?.config).toMatchObject({ conditions: { items: [{ field: 'fromDomain', values: ['hurt.example'] }] } })
  })

  it('tell a second editor who was faster instead of losing what was saved', async () => {
    const { id } = await draw('Two editors')
    const graph = invoiceGraph(office.mailboxes.Invoices)
    expect(await office.call.rule.saveDraft({ id, revision: 1, graph })).toMatchObject({ draftRevision: 2, problems: [] })
    await expect(office.call.rule.saveDraft({ id, revision: 1, graph })).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('saved this rule at') })
  })

  it('are published as immutable versions, and equal drawings share one plan', async () => {
    const { id } = await draw('Published twice')
    const first = await office.call.rule.publish({ id, revision: 1, note: 'first' })
    const second = await office.call.rule.publish({ id, revision: 1 })
    expect([first.number, second.number]).toEqual([1, 2])
    expect(second.planId).toBe(first.planId)
    const detail = await office.call.rule.get({ id })
    expect(detail).toMatchObject({ state: 'active', live: { number: 2 } })
    expect(detail.versions.map(({ number, note, steps }) => [number, note, steps])).toEqual([[2, '', 5], [1, 'first', 5]])
  })

  it('are not published while something is wrong, and nothing is stored', async () => {
    const { id } = await office.call.rule.create({ name: 'Wrong', accountId: office.accountId, graph: invoiceGraph('00000000-0000-7000-8000-000000000000') })
    const count = () => office.ask(async (tx) => [(await tx.select().from(plan)).length, (await tx.select().from(ruleVersion)).length])
    const before = await count()
    await expect(office.call.rule.publish({ id, revision: 1 })).rejects.toMatchObject({ message: expect.stringContaining('1 problem') })
    expect(await count()).toEqual(before)
    expect((await office.call.rule.get({ id })).problems).toMatchObject([{ node: 'move', code: 'mailboxGone', severity: 'blocker' }])
  })

  it('validate a drawing that was never saved', async () => {
    expect(await office.call.rule.validate({ accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })).toEqual({ canPublish: true, problems: [] })
  })

  it('discard a draft to what is live and restore an older version as the draft', async () => {
    const { id } = await draw('Back and forth')
    await office.call.rule.publish({ id, revision: 1 })
    const changed = invoiceGraph(office.mailboxes.archive)
    await office.call.rule.saveDraft({ id, revision: 1, graph: changed })
    const listed = async () => (await office.call.rule.list()).find((rule) => rule.id === id)
    expect(await listed()).toMatchObject({ hasUnpublishedChanges: true, liveVersion: 1 })
    await office.call.rule.publish({ id, revision: 2 })
    const restored = await office.call.rule.restoreVersion({ id, revision: 2, number: 1 })
    expect(restored.draft).toEqual(invoiceGraph(office.mailboxes.Invoices))
    const discarded = await office.call.rule.discardDraft({ id, revision: 3 })
    expect(discarded).toEqual({ draft: changed, draftRevision: 4 })
    expect(await listed()).toMatchObject({ hasUnpublishedChanges: false, liveVersion: 2 })
  })

  it('pause and resume once they were published', async () => {
    const { id } = await draw('Pausing')
    await expect(office.call.rule.pause({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await office.call.rule.publish({ id, revision: 1 })
    expect(await office.call.rule.pause({ id })).toMatchObject({ state: 'paused' })
    expect(await office.call.rule.resume({ id })).toMatchObject({ state: 'active' })
  })

  it('can be renamed, copied and put first in the order', async () => {
    const { id } = await draw('Old name')
    await office.call.rule.rename({ id, name: 'New name' })
    await office.call.rule.rename({ id, name: 'New name' })
    const names = (await office.call.audit.list({ limit: 20 })).items.filter(({ kind }) => kind === 'rule.renamed')
    expect(names.map(({ data }) => data), 'once, from what to what').toEqual([{ from: 'Old name', to: 'New name' }])
    const copy = await office.call.rule.duplicate({ id })
    expect(copy.name).toBe('New name (2)')
    const { order } = await office.call.rule.move({ id: copy.id, toIndex: 0 })
    const list = await office.call.rule.list({ accountId: office.accountId })
    expect(list.map((rule) => rule.id)).toEqual(order)
    expect(list[0]?.name).toBe('New name (2)')
  })

  it('disappear when removed, while their executions and versions stay readable', async () => {
    const { id } = await draw('Removed')
    await office.call.rule.publish({ id, revision: 1 })
    const mail = await office.ask((tx) => mailWith(tx, office))
    const executionId = await office.ask((tx) => runWith(tx, office, { ruleId: id, ...mail, state: 'done', steps: [{ stepId: 'start', state: 'done', port: 'next' }] }))
    const runningId = await office.ask((tx) => runWith(tx, office, { ruleId: id, ...mail, state: 'running', endedAt: null, steps: [] }))
    expect(await office.call.rule.pause({ id })).toMatchObject({ cancelled: [] })
    expect(await office.call.rule.remove({ id, cancelRunning: true })).toMatchObject({ cancelled: [runningId] })
    await expect(office.call.rule.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await office.call.execution.get({ id: executionId })).toMatchObject({ ruleName: 'Removed', ruleDeleted: true })
    expect(await office.call.rule.version({ id, number: 1 })).toMatchObject({ number: 1 })
  })

  it('tell what changed between two versions, and between the draft and what is live', async () => {
    const { id } = await draw('Compared')
    await office.call.rule.publish({ id, revision: 1 })
    await office.call.rule.saveDraft({ id, revision: 1, graph: invoiceGraph(office.mailboxes.archive) })
    const live = await office.call.rule.diff({ ruleId: id, from: 'live', to: 'draft' })
    expect(live.changes).toMatchObject([{ kind: 'changed', node: 'move', field: 'mailboxRef' }])
    expect([live.refs[office.mailboxes.Invoices], live.refs[office.mailboxes.archive]]).toMatchObject([{ kind: 'mailbox', name: 'Invoices' }, { kind: 'mailbox' }])
    await office.call.rule.publish({ id, revision: 2 })
    expect((await office.call.rule.diff({ ruleId: id, from: 2, to: 1 })).changes.map(({ says }) => toEnglish(says, { ...NO_NAMES, mailbox: { [office.mailboxes.Invoices]: 'Invoices', [office.mailboxes.archive]: 'Archive' } }))).toEqual(['move it to Invoices: Folder was Archive, is now Invoices'])
    expect(await office.call.rule.diff({ ruleId: id, from: 2, to: 'draft' })).toMatchObject({ changes: [], looks: [] })
    await expect(office.call.rule.diff({ ruleId: id, from: 9, to: 'draft' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('are warned of what rules before them keep from them', async () => {
    const stopping = RuleGraph.parse({ version: 1, nodes: [{ id: 's', type: 'mail.arrived', config: {} }, { id: 'x', type: 'rules.stop', config: {} }], edges: [{ id: 'e', from: 's', port: 'next', to: 'x' }] })
    const first = await office.call.rule.create({ name: 'The last word', accountId: office.accountId, graph: stopping })
    const { id } = await draw('Never heard')
    const beside = async () => (await office.call.rule.validate({ accountId: office.accountId, ruleId: id, graph: invoiceGraph(office.mailboxes.Invoices) })).problems.filter(({ code }) => code === 'ruleShadowed')
    expect(await beside()).toEqual([])
    await office.call.rule.publish({ id: first.id, revision: 1 })
    expect(await beside()).toMatchObject([{ node: null, severity: 'warning', values: { rule: 'The last word' } }])
    await office.call.rule.move({ id, toIndex: 0 })
    expect(await beside()).toEqual([])
    await office.call.rule.remove({ id: first.id })
  })

  it('are warned of when they would act on most of the mail of the last month', async () => {
    const other = await officeIn(office.api)
    for (let count = 0; count < 20; count++) await other.ask((tx) => mailWith(tx, other, { subject: count < 11 ? `Invoice ${count}` : `Order ${count}`, from: 'billing@example.com' }))
    const broad = async (graph: RuleGraph) => (await other.call.rule.validate({ accountId: other.accountId, graph })).problems.filter(({ code }) => code === 'tooBroad')
    const graph = invoiceGraph(other.mailboxes.Invoices)
    expect(await broad(graph)).toMatchObject([{ node: null, severity: 'warning', values: { percent: 55, count: 11, of: 20 } }])
    await other.ask((tx) => mailWith(tx, other, { subject: 'Order 20', from: 'billing@example.com' }))
    await other.ask((tx) => mailWith(tx, other, { subject: 'Order 21', from: 'billing@example.com' }))
    expect(await broad(graph)).toEqual([])
  })

  it('are nobody else’s', async () => {
    const { id } = await draw('Ours')
    const other = await officeIn(office.api)
    await expect(other.call.rule.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await other.call.rule.list()).toEqual([])
  })

  it('are copied to other accounts with their own folders, and say which they could not find [LIM-07]', async () => {
    const { ruleId } = await ruleWith(office, graphOf({ archive: { type: 'mailbox.move', config: { mailboxRef: office.mailboxes.archive } }, wait: { type: 'wait.reply', config: { seconds: 60, listensTo: 'nothing' } }, file: { type: 'mailbox.move', config: { mailboxRef: office.mailboxes.Invoices } } }, [['start', 'archive'], ['archive', 'wait'], ['wait:elapsed', 'file']]))
    const twin = await office.ask((tx) => accountWith(tx, office.workspaceId, `twin-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    const bare = await office.ask((tx) => accountWith(tx, office.workspaceId, `bare-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    await office.ask((tx) => tx.execute(sql`update mailbox set path = 'Rechnungen', name = 'Rechnungen' where id = ${bare.mailboxes.Invoices}`))
    await office.ask((tx) => tx.execute(sql`update mailbox set path = 'Archiv' where id = ${bare.mailboxes.archive}`))
    const copies = await office.call.rule.copyTo({ id: ruleId, accountIds: [twin.accountId, bare.accountId] })
    expect(copies.map(({ accountId, unmatched }) => [accountId, unmatched])).toEqual([[twin.accountId, []], [bare.accountId, [{ mailboxId: office.mailboxes.Invoices, name: 'Invoices' }]]])
    const drawn = async (id: string) => (await office.call.rule.get({ id })).draft.nodes.flatMap(({ config }) => z.object({ mailboxRef: z.string() }).safeParse(config).data?.mailboxRef ?? [])
    expect(await drawn(copies[0]?.id ?? '')).toEqual([twin.mailboxes.archive, twin.mailboxes.Invoices])
    expect(await drawn(copies[1]?.id ?? '')).toEqual([bare.mailboxes.archive, office.mailboxes.Invoices])
    const checked = await office.call.rule.validate({ accountId: bare.accountId, ruleId: copies[1]?.id ?? '', graph: (await office.call.rule.get({ id: copies[1]?.id ?? '' })).draft })
    expect(checked.problems.map(({ code, node }) => [code, node])).toContainEqual(['mailboxOfAnotherAccount', 'file'])
  })
})

describe('trying a rule on a mail', () => {
  let office: OfficeApi
  let ruleId: string
  beforeAll(async () => {
    office = await openOfficeApi()
    ruleId = (await office.call.rule.create({ name: 'Invoice filing', accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })).id
    await office.call.rule.publish({ id: ruleId, revision: 1 })
  })
  afterAll(() => office.close())

  it('says what it would do, with the values it compared, and does nothing [SAF-05]', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { subject: 'Invoice 871', from: 'billing@example.com' }))
    const tried = await office.call.rule.dryRun({ ruleId, messageId })
    expect(tried.run).toMatchObject({ verdict: 'ends', state: 'done' })
    expect(tried.run?.effects.map(({ kind }) => kind)).toEqual(['tag.add', 'message.move', 'record.create'])
    expect(tried.run?.steps.find(({ id }) => id === 'if')?.because).toMatchObject([{ kind: 'group', mode: 'all', verdict: true }, { field: 'subject', actual: ['Invoice 871'], verdict: true }, { field: 'fromDomain', actual: ['example.com'], verdict: true }])
    expect(tried.refs[office.mailboxes.Invoices]).toMatchObject({ kind: 'mailbox', name: 'Invoices' })
    expect((await office.call.message.get({ id: messageId })).tags).toEqual([])
    expect((await office.call.record.list()).rows).toEqual([])
    expect((await office.call.execution.list()).rows).toEqual([])
  })

  it('says what it would do with a mail that is only pasted, and keeps nothing of it', async () => {
    const before = await office.ask((tx) => tx.$count(message))
    const eml = 'From: Billing <billing@example.com>\nTo: us@northwind.example\nSubject: =?UTF-8?Q?Invoice_=E2=80=93_99?=\nMessage-ID: <99@example.com>\n\nPlease pay.\n'
    const tried = await office.call.rule.dryRunPasted({ ruleId, eml })
    expect(tried.run?.effects.map(({ kind }) => kind)).toEqual(['tag.add', 'message.move', 'record.create'])
    expect(tried).toMatchObject({ alreadyRan: null, isTextMissing: false, facts: { subject: 'Invoice – 99', from: { name: 'Billing', address: 'billing@example.com' }, text: expect.stringContaining('Please pay.') } })
    expect((await office.call.rule.dryRunPasted({ ruleId, eml: eml.replace('example.com>', 'else.example>') })).run).toMatchObject({ verdict: 'no match', match: { step: 'if' } })
    expect(await office.ask((tx) => tx.$count(message))).toBe(before)
    expect((await office.call.record.list()).rows).toEqual([])
  })

  it('takes the bytes of a file in whatever encoding it is, and tries any version of the rule on it [SAF-05]', async () => {
    const eml = Buffer.concat([Buffer.from('From: billing@example.com\nSubject: Invoice 5\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n'), Buffer.from('Gr\u00fc\u00dfe', 'latin1')]).toString('base64')
    expect(await office.call.rule.dryRunPasted({ ruleId, eml, encoding: 'base64' })).toMatchObject({ facts: { text: expect.stringContaining('Grüße') }, run: { verdict: 'ends' } })
    const { id } = await office.call.rule.create({ name: 'Two versions', accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })
    await office.call.rule.publish({ id, revision: 1, note: '' })
    const { live } = await office.call.rule.get({ id })
    const { nodes: [start], ...bare } = invoiceGraph(office.mailboxes.Invoices)
    await office.call.rule.saveDraft({ id, revision: 1, graph: { ...bare, nodes: start === undefined ? [] : [start, { ...start, id: 'other', type: 'tag.add', config: { tag: 'Other' } }], edges: [{ id: 'e1', from: 'start', port: 'next', to: 'other' }] } })
    const kinds = async (version?: string) => (await office.call.rule.dryRunPasted({ ruleId: id, eml, encoding: 'base64', ...(version === undefined ? {} : { version }) })).run?.effects.map(({ kind }) => kind)
    expect(await kinds()).toEqual(['tag.add'])
    expect(await kinds('live')).toEqual(['tag.add', 'message.move', 'record.create'])
    expect(await kinds(live?.versionId)).toEqual(['tag.add', 'message.move', 'record.create'])
    await office.call.rule.remove({ id })
  })

  it('refuses a pasted mail that is none, or nests without end, and says why', async () => {
    const nested = Array.from({ length: 60 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`).join('')
    await expect(office.call.rule.dryRunPasted({ ruleId, eml: `From: a@example.com\n${nested}` })).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('nested too deep') })
    const large = Buffer.concat([Buffer.from('From: a@example.com\n\n'), Buffer.alloc(1024 * 1024, 'x')]).toString('base64')
    await expect(office.call.rule.dryRunPasted({ ruleId, eml: large.slice(0, 1_398_100), encoding: 'base64' })).resolves.toMatchObject({ facts: { size: 1_048_575 } })
    await expect(office.call.rule.dryRunPasted({ ruleId, eml: 'From: a@example.com\n\n'.concat('ü'.repeat(600_000)) })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE', message: expect.stringContaining('1 MB') })
    await expect(office.call.rule.dryRunPasted({ ruleId, eml: Buffer.from('%PDF-1.7\n1 0 obj: <<>>\n').toString('base64'), encoding: 'base64' })).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('not a whole mail') })
    await expect(office.call.rule.dryRunPasted({ ruleId, eml: '\nOnly some text' })).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('no header fields') })
  })

  it('stops at the condition a mail does not meet and shows what the mail had', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { subject: 'Hello', from: 'billing@example.com' }))
    const tried = await office.call.rule.dryRun({ ruleId, messageId })
    expect(tried.run).toMatchObject({ verdict: 'no match', effects: [], match: { hit: false, step: 'if', reason: 'condition' } })
    const verdict = await office.call.rule.whyNot({ ruleId, messageId })
    expect(verdict).toMatchObject({ standing: 'not asked', now: { hit: false, step: 'if' } })
  })

  it('says why it did nothing with the values stored then, whatever the mail and the rule are now', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { subject: 'Hello again', from: 'billing@example.com' }))
    const { versions } = await office.call.rule.get({ id: ruleId })
    const stored = (subject: string) => [
      { path: [], kind: 'group' as const, mode: 'all' as const, actual: null, verdict: false },
      { path: [0], kind: 'test' as const, field: 'subject', operator: 'contains', expected: ['invoice'], actual: [subject], verdict: false },
    ]
    const verdict = (reason: WhyNot['reason'], more: Partial<WhyNot> = {}) =>
      office.ask(async (tx) => {
        await tx.delete(whyNot).where(eq(whyNot.messageId, messageId))
        await tx.insert(whyNot).values({ messageId, workspaceId: office.workspaceId, eventId: messageId, verdicts: [{ ruleId, ruleVersionId: versions[0]?.id ?? '', reason, ...more }] })
      })
    await verdict('condition', { step: 'if', because: stored('As it was then') })
    const asked = await office.call.rule.whyNot({ ruleId, messageId })
    expect(asked).toMatchObject({ standing: 'condition', runs: [] })
    expect(toEnglish(asked.says)).toBe('asked for something this mail has not')
    expect(asked.why?.reasons.map((reason) => toEnglish(reason))).toEqual(['the subject contains “invoice”: the mail has “As it was then”.'])
    const stopper = await office.call.rule.create({ name: 'The last word', accountId: office.accountId })
    await verdict('stopped by another rule', { winner: stopper.id })
    expect(toEnglish((await office.call.rule.whyNot({ ruleId, messageId })).says)).toBe('was stopped by the rule “The last word” before it')
    for (const [reason, words] of [['paused', 'was paused'], ['window', 'was outside the times it acts in'], ['scope used', 'had acted already as often as it may'], ['automation off', 'could not act: automation was off for the account'], ['loop guard', 'was held back, or it would have set itself off again']] as const) {
      await verdict(reason)
      expect(toEnglish((await office.call.rule.whyNot({ ruleId, messageId })).says)).toBe(words)
    }
  })

  it('says of a rule that ran whether it only described, is held, or acted', async () => {
    const mail = await office.ask((tx) => mailWith(tx, office))
    const says = async () => toEnglish((await office.call.rule.whyNot({ ruleId, messageId: mail.messageId })).says)
    const id = await office.ask((tx) => runWith(tx, office, { ruleId, ...mail, state: 'queued', endedAt: null, steps: [] }))
    expect(await says()).toBe('acted on this mail')
    await office.ask((tx) => tx.update(execution).set({ heldAt: new Date() }).where(eq(execution.id, id)))
    expect(await says()).toBe('is held: it had used up what it may do in an hour, and waits for somebody’s word')
    await office.ask((tx) => tx.update(execution).set({ heldAt: null, mode: 'dry run' }).where(eq(execution.id, id)))
    expect(await says()).toBe('only described what it would do: the account was in dry run')
  })

  it('answers with the problems where the drawing cannot run', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    const tried = await office.call.rule.dryRun({ accountId: office.accountId, graph: invoiceGraph('gone'), messageId })
    expect(tried).toMatchObject({ run: null, problems: [{ node: 'move', code: 'mailboxGone' }] })
  })
})
