import { sql } from 'drizzle-orm'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backlogJob, freezeBacklog } from '../../db/queries/backlog-job'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { account, mailbox, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { secretsWith } from '../../server/secrets'
import { workshopFor, type Workshop } from '../support/child-worker'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { accountWith, mailWith, openOffice, type Office } from '../support/fixtures'
import { newLogin, type Login } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { MASTER_KEY } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

/** Where the worker dies, and at which passing: the first and second outward effects are the move and the star. */
const DEATHS: readonly (readonly [site: string, nth: number])[] = [
  ['ingest: before commit', 1], ['ingest: after commit', 1], ['advance: before commit', 1], ['advance: after commit', 1],
  ['perform: before claim', 1], ['perform: after claim', 1], ['perform: during call', 1], ['perform: before settle', 1], ['perform: after settle', 1],
  ['perform: during call', 2], ['perform: before settle', 2],
  ['send: claimed', 1], ['send: calling', 1], ['send: before settling', 1], ['append: before', 1], ['append: after', 1],
]

let office: Office
let dovecot: Dovecot
let sink: SmtpSink
let shop: Workshop
let login: Login
let accountId: string

beforeAll(async () => {
  ;[office, dovecot, sink] = await Promise.all([openOffice(), sharedDovecot(), startSmtpSink()])
  login = await newLogin(dovecot)
  shop = await workshopFor(office, { allowedHosts: [`127.0.0.1:${sink.port}`, `${login.host}:${login.port}`] })
  accountId = newId()
  const { workspaceId } = office
  const imapSecret = secretsWith(MASTER_KEY).seal(login.password, { workspaceId, record: accountId, field: 'account.imap_secret' })
  await office.ask(async (tx) => {
    await tx.insert(outgoingServer).values({ workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } })
    await tx.insert(account).values({ id: accountId, workspaceId, name: 'Support', address: 'support@northwind.example', kind: 'imap', imap: { host: login.host, port: login.port, security: 'none', user: login.user }, imapSecret, incomingMode: 'live' })
    await enqueue(tx, [{ workspaceId, workflow: 'syncAccount', kind: 'start', subjectId: accountId }])
  })
})
afterAll(async () => {
  await shop.close()
  await office.close()
  await sink.stop()
})

const accountState = async () => (await office.ask((tx) => tx.execute(sql`select state from account where id = ${accountId}`)))[0]?.state
const mailboxNamed = async (name: string) => (await office.ask((tx) => tx.select().from(mailbox))).find((box) => box.accountId === accountId && box.path === name)?.id ?? ''

test('a worker that is killed anywhere, for each effect, loses nothing and does nothing twice', { timeout: 400_000 }, async () => {
  const first = await shop.start()
  await until('the account is live', async () => (await accountState()) === 'live', { withinMilliseconds: 40_000 })
  await ruleWith(office, graphOf(
    {
      tag: { type: 'tag.add', config: { tag: 'Seen' } },
      move: { type: 'mailbox.move', config: { mailboxRef: await mailboxNamed('Archive') } },
      star: { type: 'message.star', config: { starred: true } },
      ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
      reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } },
    },
    [['start', 'tag'], ['tag', 'move'], ['move', 'star'], ['star', 'ticket'], ['ticket', 'reply']],
  ), { accountId })
  await first.kill()

  for (const [index, [site, nth]] of DEATHS.entries()) {
    const worker = await shop.start({ [site]: nth })
    await dovecot.deliver(login.user, rawOf({ subject: `Mail ${index}`, from: `sender${index}@bouw.example` }))
    expect(await Promise.race([worker.gone, until(`death at ${site}`, () => null, { withinMilliseconds: 60_000 })]), site).toBe('SIGKILL')
  }

  const [lastDeath] = await office.ask((tx) => tx.execute(sql`select clock_timestamp() as at`))
  await shop.start()
  const rows = await until('every execution ends', async () => {
    const found = await office.ask((tx) => tx.execute(sql`select e.id, e.state, e.ended_at, m.subject, m.id as message_id from execution e join message m on m.id = e.message_id where e.account_id = ${accountId} order by m.subject`))
    return found.length >= DEATHS.length && found.every(({ ended_at: at }) => at !== null) ? found : null
  }, { withinMilliseconds: 150_000 })

  expect(rows.map(({ subject }) => subject).sort()).toEqual(DEATHS.map((_, index) => `Mail ${index}`).sort())
  for (const { id, message_id: messageId, state, subject } of rows) {
    const [counts] = await office.ask((tx) => tx.execute(sql`
      select (select count(*)::int from message_tag where message_id = ${messageId as string}) as tags, (select count(*)::int from record where message_id = ${messageId as string}) as tickets,
        (select count(*)::int from outgoing_message where execution_id = ${id as string}) as mails, (select state from outgoing_message where execution_id = ${id as string}) as mail`))
    expect(counts, String(subject)).toMatchObject({ tags: 1, tickets: 1, mails: 1 })
    const copies = sink.mails.filter(({ text }) => new RegExp(`^Subject: Re: ${String(subject)}\\r$`, 'm').test(text)).length
    if (counts?.mail === 'accepted') expect([copies, state], String(subject)).toEqual([1, 'done'])
    else expect([copies <= 1, counts?.mail, state], String(subject)).toEqual([true, 'uncertain', 'uncertain'])
  }
  // A death meets every mail that is on its way just then, not only the one it waited for; but what no death met is never in doubt.
  const [doubts] = await office.ask((tx) => tx.execute(sql`
    select count(*)::int as n, count(*) filter (where calling_at is null or calling_at > ${String(lastDeath?.at)}::timestamptz)::int as groundless from outgoing_message where state = 'uncertain'`))
  expect(doubts?.groundless).toBe(0)
  expect(Number(doubts?.n)).toBeLessThan(DEATHS.length / 2)

  const program = new ImapFlow({ host: login.host, port: login.port, secure: false, doSTARTTLS: false, auth: { user: login.user, pass: login.password }, logger: false })
  await program.connect()
  await program.mailboxOpen('Archive')
  const lying: string[] = []
  for await (const { envelope, flags } of program.fetch('1:*', { envelope: true, flags: true })) lying.push(`${envelope?.subject ?? ''} ${flags?.has('\\Flagged') === true ? 'starred' : 'plain'}`)
  expect(lying.sort()).toEqual(DEATHS.map((_, index) => `Mail ${index} starred`).sort())
  await program.logout()
  for (const [site] of DEATHS) expect([...shop.seen()]).toContain(site)
})

test('a worker that is killed while a rule is applied to older mail goes on where it was, and acts on no mail twice [TRG-07]', { timeout: 200_000 }, async () => {
  const { workspaceId, userId } = office
  await shop.close()
  const place = await office.ask((tx) => accountWith(tx, workspaceId, 'older@northwind.example', 'local'))
  for (const subject of ['One', 'Two', 'Three']) await office.ask((tx) => mailWith(tx, { workspaceId, ...place }, { subject }))
  const { ruleId, versionId } = await ruleWith(office, tagEverything('Older'), { accountId: place.accountId })
  const [version] = await office.ask((tx) => tx.execute(sql`select plan_id as id from rule_version where id = ${versionId}`))
  const chosen = { mailboxId: null, since: null, until: new Date(Date.now() + 60_000), limit: 100 }
  const { jobId } = await office.ask((tx) => freezeBacklog(tx, { workspaceId, accountId: place.accountId, ruleId, versionId, planId: String(version?.id), mode: 'live', userId, chosen }))
  for (const site of ['backlog: before commit', 'backlog: after commit']) {
    const worker = await shop.start({ [site]: 1 })
    expect(await Promise.race([worker.gone, until(`death at ${site}`, () => null, { withinMilliseconds: 60_000 })]), site).toBe('SIGKILL')
  }
  await shop.start()
  await until('all is done', async () => {
    const job = await office.ask((tx) => backlogJob(tx, workspaceId, jobId))
    const [open] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from execution where rule_id = ${ruleId}::uuid and ended_at is null`))
    return job?.state === 'done' && job.started === 3 && open?.n === 0 ? job : null
  }, { withinMilliseconds: 90_000 })
  const [done] = await office.ask((tx) => tx.execute(sql`
    select count(*)::int as executions, count(distinct e.message_id)::int as mails, (select count(*)::int from message_tag t join message m on m.id = t.message_id where m.account_id = ${place.accountId}) as tags from execution e where e.rule_id = ${ruleId}::uuid`))
  expect(done).toEqual({ executions: 3, mails: 3, tags: 3 })
})
