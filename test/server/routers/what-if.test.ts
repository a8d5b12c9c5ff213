import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { message } from '../../../db/schema'
import type { RuleGraph } from '../../../rules/graph'
import { compileIn } from '../../../server/routers/rule/rule-of'
import { settingOf } from '../../../server/what-if/setting'
import { mailWith } from '../../support/fixtures'
import { officeIn, openOfficeApi, type OfficeApi } from '../../support/office-api'
import { digestOf } from '../../support/rows'
import { graphOf, ruleWith, whenSubject, type Arrows, type Steps } from '../../support/rules'
import { until } from '../../support/until'

const DAY = 86_400_000
/** More than a look back shows first, so that one can be stopped before its end. */
const MAILS = 260
/** The newest of them are tried one by one. */
const TRIED = 60
/** A Friday. */
const NEWEST = new Date('2026-11-20T12:00:00Z')
const WORDS = ['invoice', 'order', 'offer', 'complaint', 'hello']

describe('looking back with a rule', () => {
  let office: OfficeApi
  const mails: { readonly messageId: string; readonly threadId: string; readonly subject: string; readonly at: Date }[] = []

  beforeAll(async () => {
    office = await openOfficeApi()
    await office.ask(async (tx) => {
      for (let index = 0; index < MAILS; index++) {
        const subject = `${WORDS[index % WORDS.length]} ${index}`
        const at = new Date(NEWEST.getTime() - index * (DAY / 4))
        // Every third mail goes on with the conversation that the one before the last began.
        const threadId = index % 3 === 2 ? mails[index - 2]?.threadId : undefined
        const from = `person${index % 7}@example.com`
        const mail = await mailWith(tx, office, { subject, from, receivedAt: at, mailboxId: index % 10 === 0 ? office.mailboxes.Invoices : office.mailboxes.inbox, flags: index % 4 === 0 ? ['\\Flagged'] : [], ...(threadId === undefined ? {} : { threadId }) })
        mails.push({ ...mail, subject, at })
      }
    })
  })
  afterAll(() => office.close())

  const drawn = (steps: Steps, arrows: Arrows, scope: 'message' | 'thread' = 'message') => graphOf(steps, arrows, scope)
  /** Orders and invoices go different ways; starred ones end early. */
  const sorting = (): RuleGraph =>
    drawn(
      {
        bills: whenSubject('invoice'),
        starred: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'isStarred', header: '', operator: 'isTrue', values: [] }] } } },
        orders: whenSubject('order'),
        move: { type: 'mailbox.move', config: { mailboxRef: office.mailboxes.Invoices } },
        ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
        star: { type: 'message.star', config: { starred: true } },
        tag: { type: 'tag.add', config: { tag: 'Order' } },
      },
      [['start', 'bills'], ['bills:yes', 'starred'], ['starred:yes', 'move'], ['starred:no', 'ticket'], ['ticket', 'star'], ['bills:no', 'orders'], ['orders:yes', 'tag']],
    )
  /** Offers instead of orders, and tickets without a star. */
  const changed = (): RuleGraph => {
    const graph = sorting()
    const offers = whenSubject('offer').config
    return { ...graph, nodes: graph.nodes.map((node) => (node.id === 'orders' ? { ...node, config: offers } : node)), edges: graph.edges.filter(({ to }) => to !== 'star') }
  }

  const begin = (ruleId: string, more: object = {}) => office.call.rule.whatIf.start({ ruleId, ...more })
  const ended = (id: string) =>
    until('the what-if has ended', async () => {
      const status = await office.call.rule.whatIf.status({ id })
      return status.state !== 'running' && status
    })
  const listed = async (id: string, show: 'matched' | 'gained' | 'lost' | 'changed') => {
    const found = []
    for (let from: number | null = 0; from !== null; ) {
      const page: Awaited<ReturnType<typeof office.call.rule.whatIf.result>> = await office.call.rule.whatIf.result({ id, show, from, limit: 25 })
      found.push(...page.mails)
      from = page.next
    }
    return found
  }

  it('counts what trying each mail by itself counts: matches, each way, each effect, and what changes against the live version; and writes nothing', async () => {
    const { ruleId } = await ruleWith(office, sorting())
    const before = await digestOf(office.api.place.ownerUrl, office.workspaceId)
    const graph = changed()
    const since = mails[TRIED - 1]?.at ?? NEWEST
    const { id } = await begin(ruleId, { graph, since })
    const status = await ended(id)
    const after = await digestOf(office.api.place.ownerUrl, office.workspaceId)
    expect(after).toEqual(before)

    const tried = async (drawing: RuleGraph, messageId: string) => (await office.call.rule.dryRun({ ruleId, graph: drawing, messageId })).run
    const trials = await Promise.all(mails.slice(0, TRIED).map(async ({ messageId }) => ({ messageId, mine: await tried(graph, messageId), live: await tried(sorting(), messageId) })))
    const runs = trials.flatMap(({ mine }) => (mine === null || mine.verdict === 'no match' ? [] : [mine]))
    expect(runs.length).toBe(TRIED / 5 + TRIED / 5)
    expect(status).toMatchObject({ state: 'done', total: TRIED, version: 'draft', comparedWith: 1, counts: { looked: TRIED, matched: runs.length, runs: runs.length } })
    const took = (step: string, port: string) => runs.filter(({ steps }) => steps.some((one) => one.id === step && one.port === port)).length
    const ports = Object.fromEntries(status.counts.ports.map(({ step, port, runs: count }) => [`${step}:${port}`, count]))
    expect(ports).toEqual(Object.fromEntries(Object.keys(ports).map((key) => [key, took(key.split(':')[0] ?? '', key.split(':')[1] ?? '')])))
    expect(ports['starred:yes']).toBeGreaterThan(0)
    expect(ports['starred:no']).toBeGreaterThan(0)
    const done = runs.flatMap(({ steps }) => steps.flatMap(({ would = [] }) => would.map(({ effect, prediction }) => `${effect.kind} ${prediction.would === 'no change' ? 'no change' : 'do'}`)))
    const count = (what: string) => done.filter((one) => one === what).length
    expect(Object.fromEntries(status.counts.effects.map(({ kind, would, noChange }) => [kind, [would, noChange]]))).toEqual({
      'record.create': [count('record.create do'), 0],
      'message.move': [count('message.move do'), count('message.move no change')],
      'tag.add': [count('tag.add do'), 0],
    })
    expect(status.edges).toContainEqual({ from: 'starred', port: 'no', to: 'ticket', runs: took('starred', 'no') })

    const hits = (run: (typeof trials)[number]['mine']) => run !== null && run.verdict !== 'no match'
    const said = (run: (typeof trials)[number]['mine']) => JSON.stringify(run?.effects)
    const ids = (which: (one: (typeof trials)[number]) => boolean) => trials.filter(which).map(({ messageId }) => messageId)
    const gained = ids(({ mine, live }) => hits(mine) && !hits(live))
    const lost = ids(({ mine, live }) => !hits(mine) && hits(live))
    const other = ids(({ mine, live }) => hits(mine) && hits(live) && said(mine) !== said(live))
    expect([gained.length, lost.length]).toEqual([TRIED / 5, TRIED / 5])
    expect(other.length).toBeGreaterThan(0)
    expect(status.counts.difference).toEqual({ gained: gained.length, lost: lost.length, changed: other.length })
    const names = async (show: 'matched' | 'gained' | 'lost' | 'changed') => (await listed(id, show)).map(({ messageId }) => messageId)
    expect(await names('matched')).toEqual(ids(({ mine }) => hits(mine)))
    expect([await names('gained'), await names('lost'), await names('changed')]).toEqual([gained, lost, other])
    const [first] = await listed(id, 'lost')
    expect(first).toMatchObject({ after: null, before: { would: [{ would: 'do', describe: [{ phrase: 'effect.tagAdd.do' }] }] }, difference: 'lost' })
    expect(first?.subject).toMatch(/^order/)
    expect(status.counts.days.reduce((sum, { matched }) => sum + matched, 0)).toBe(runs.length)
    expect(status.counts.days.at(-1)).toMatchObject({ day: '2026-11-20' })
    expect(status.counts.senders.reduce((sum, { matched }) => sum + matched, 0)).toBe(runs.length)
  })

  it('acts once in a conversation where the rule does: for its earliest mail', async () => {
    const { ruleId } = await ruleWith(office, drawn({ tag: { type: 'tag.add', config: { tag: 'Seen' } } }, [['start', 'tag']], 'thread'))
    const { id } = await begin(ruleId)
    const threads = new Map(mails.map((mail) => [mail.threadId, mail.messageId]))
    const { counts, comparedWith } = await ended(id)
    expect(counts).toMatchObject({ matched: MAILS, runs: threads.size, difference: { gained: 0, lost: 0, changed: 0 }, effects: [{ kind: 'tag.add', would: threads.size }] })
    expect(comparedWith).toBe(1)
    const acted = (await listed(id, 'matched')).filter(({ again }) => !again).map(({ messageId }) => messageId)
    expect(new Set(acted)).toEqual(new Set(threads.values()))
  })

  it('asks the clock of each mail’s own arrival', async () => {
    const friday = { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'nowWeekday', header: '', operator: 'is', values: ['friday'] }] } } }
    const { ruleId } = await ruleWith(office, drawn({ friday, tag: { type: 'tag.add', config: { tag: 'Friday' } } }, [['start', 'friday'], ['friday:yes', 'tag']]))
    const { counts } = await ended((await begin(ruleId)).id)
    expect(counts.matched).toBe(mails.filter(({ at }) => at.getUTCDay() === 5).length)
    expect(counts.days.filter(({ matched }) => matched > 0).every(({ day }) => new Date(day).getUTCDay() === 5)).toBe(true)
  })

  it('looks where and as far back as it is told, and never at what lies only in the trash', async () => {
    const { ruleId } = await ruleWith(office, drawn({ tag: { type: 'tag.add', config: { tag: 'Any' } } }, [['start', 'tag']]))
    await office.ask(async (tx) => {
      await mailWith(tx, office, { subject: 'old rubbish', mailboxId: office.mailboxes.trash, receivedAt: NEWEST })
      // All of it was there before the account was connected.
      await tx.update(message).set({ arrivedAt: null })
    })
    const since = new Date(NEWEST.getTime() - 7 * DAY)
    const looked = async (more: object) => (await ended((await begin(ruleId, more)).id)).counts.looked
    expect(await looked({ since })).toBe(mails.filter(({ at }) => at >= since).length)
    expect(await looked({ mailboxId: office.mailboxes.Invoices })).toBe(MAILS / 10)
    expect(await looked({ mailboxId: office.mailboxes.Invoices, since })).toBe(mails.filter(({ at }, index) => at >= since && index % 10 === 0).length)
    expect(await looked({})).toBe(MAILS)
    expect(await looked({ mailboxId: office.mailboxes.trash })).toBe(1)
  })

  it('stops where it is when it is cancelled', async () => {
    const { ruleId } = await ruleWith(office, sorting())
    const { id } = await begin(ruleId)
    await office.call.rule.whatIf.cancel({ id })
    expect(await office.call.rule.whatIf.status({ id })).toMatchObject({ state: 'cancelled' })
    const { id: whole } = await begin(ruleId)
    expect(await ended(whole)).toMatchObject({ state: 'done', comparedWith: 1, counts: { looked: MAILS } })
    await office.call.rule.whatIf.cancel({ id: whole })
    expect(await office.call.rule.whatIf.status({ id: whole })).toMatchObject({ state: 'done' })
    const stopped = await office.call.rule.whatIf.status({ id })
    expect(stopped.state).toBe('cancelled')
    expect(stopped.counts.looked).toBeLessThan(MAILS)
  })

  it('runs one at a time in a workspace: the next question of the same person takes its place, anybody else’s waits', async () => {
    const { ruleId } = await ruleWith(office, sorting())
    const draft = await office.call.rule.create({ name: 'Never live', accountId: office.accountId, graph: sorting() })
    expect((await ended((await begin(draft.id)).id)).counts.difference).toBeNull()
    const { workspaceId, accountId, api } = office
    const compiled = await office.ask(async (tx) => compileIn(tx, workspaceId, accountId, sorting()))
    if (!('plan' in compiled)) throw new Error('the drawing has problems')
    const setting = await office.ask((tx) => settingOf(tx, { workspaceId, accountId, now: NEWEST }, { after: compiled.plan, before: null }))
    const question = (actorId: string) => ({ ruleId, actorId, setting, backlog: { workspaceId, accountId, mailboxId: null, since: null, until: new Date() }, version: 'draft' as const, comparedWith: null })
    const first = api.services.whatIf.start(question('one'))
    expect(() => api.services.whatIf.start(question('other'))).toThrow(/Somebody else/)
    const second = api.services.whatIf.start(question('one'))
    expect(await office.call.rule.whatIf.status({ id: first })).toMatchObject({ state: 'cancelled' })
    expect(await ended(second)).toMatchObject({ state: 'done', counts: { looked: MAILS } })
    expect(await ended(api.services.whatIf.start(question('other')))).toMatchObject({ state: 'done' })
  })

  it('shows another workspace nothing', async () => {
    const { ruleId } = await ruleWith(office, sorting())
    const { id } = await begin(ruleId)
    await ended(id)
    const others = await officeIn(office.api)
    await expect(others.call.rule.whatIf.start({ ruleId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(others.call.rule.whatIf.status({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(others.call.rule.whatIf.result({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(others.call.rule.whatIf.cancel({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const theirs = await ruleWith(others, drawn({ tag: { type: 'tag.add', config: { tag: 'Any' } } }, [['start', 'tag']]))
    const own = await others.call.rule.whatIf.start({ ruleId: theirs.ruleId })
    expect(await until('theirs has ended', async () => { const one = await others.call.rule.whatIf.status(own); return one.state !== 'running' && one })).toMatchObject({ total: 0, counts: { looked: 0, matched: 0 } })
  })

  it('refuses what cannot be asked: a drawing with problems, and a rule that no mail sets off', async () => {
    const { ruleId } = await ruleWith(office, sorting())
    const broken = drawn({ move: { type: 'mailbox.move', config: { mailboxRef: 'gone' } } }, [['start', 'move']])
    await expect(begin(ruleId, { graph: broken })).rejects.toMatchObject({ message: expect.stringContaining('problems') })
    const clock = graphOf({ tag: { type: 'tag.add', config: { tag: 'Late' } } }, [['start', 'tag']], 'message', { type: 'no.reply', config: { waitingFor: 'ours', seconds: 60, calendarRef: '' } })
    await expect(begin(ruleId, { graph: clock })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
