import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import type { Connections } from '../../activities/connections'
import { approvalLinks } from '../../activities/approval-links'
import { performers } from '../../activities/effects'
import { messageMove } from '../../activities/effects/message-move'
import { messageStar } from '../../activities/effects/message-star'
import type { EffectContext, Hold } from '../../activities/effects/performer'
import { perform, type PerformDeps } from '../../activities/perform'
import { planCache } from '../../activities/plans'
import { select } from '../../mail/imap/select'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot'
import { mail } from '../support/drawn-rules'
import { accountRow, expunge, lying, mailboxId, onServer, openMailroom, otherProgram, watchedMail, type Mailroom, type WatchedMail } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { graphOf, ruleWith } from '../support/rules'
import { until } from '../support/until'
import { dieAt, endLease } from '../support/workbench'

let room: Mailroom
let dovecot: Dovecot
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(), sharedDovecot()])
})
afterAll(() => room.close())

const contextOf = ({ accountId, messageId }: WatchedMail): EffectContext => ({
  workspaceId: room.workspaceId, accountId, executionId: 'e', stepId: 's', ruleId: 'r', key: 'k', messageId, threadId: 't', hop: 0, facts: mail(), now: new Date(),
})
const holdOf = (attempt = 1): Hold & { calls: number } => {
  const counted = { calls: 0, attempt, signal: new AbortController().signal, refused: () => undefined, calling: async () => void (counted.calls += 1) }
  return counted
}

describe('what a rule does to a mail', () => {
  test('a star is set on the server and here, and setting it again changes nothing', async () => {
    const account = await watchedMail(room, dovecot)
    const star = messageStar(room)
    expect(await star.perform(contextOf(account), { kind: 'message.star', starred: true }, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect((await onServer(account.login, 'INBOX'))[0]?.flags).toEqual(['\\Flagged'])
    expect((await lying(room, account.accountId, 'INBOX'))[0]?.flags).toEqual(['\\Flagged'])
    expect(await star.perform(contextOf(account), { kind: 'message.star', starred: true }, holdOf())).toMatchObject({ change: 'no change' })
    await account.watching.stop()
  })

  test('a move is made once, and a second attempt finds it made', async () => {
    const account = await watchedMail(room, dovecot)
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const move = messageMove(room)
    const held = holdOf()
    expect(await move.perform(contextOf(account), { kind: 'message.move', mailboxRef: archive }, held)).toMatchObject({ result: 'done', change: 'changed', ref: archive })
    expect(held.calls).toBeGreaterThan(0)
    expect(await move.perform(contextOf(account), { kind: 'message.move', mailboxRef: archive }, holdOf())).toMatchObject({ change: 'no change' })
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId }])
    await account.watching.stop()
  })

  test('a move whose answer was lost is found on the server and not made again', async () => {
    const account = await watchedMail(room, dovecot)
    await account.watching.stop()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const effect = { kind: 'message.move', mailboxRef: archive } as const
    const move = messageMove(room)
    expect(await move.lookup?.(contextOf(account), effect)).toBeNull()
    const program = await otherProgram(account.login)
    await select(program, 'INBOX')
    await program.client.messageMove('1', 'Archive', { uid: true })
    program.close()
    expect(await move.lookup?.(contextOf(account), effect)).toMatchObject({ result: 'done', change: 'changed' })
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId }])
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    expect(await lying(room, account.accountId, 'INBOX')).toEqual([])
  })

  test('a move of a mail that somebody deleted fails with that reason', async () => {
    const account = await watchedMail(room, dovecot)
    await account.watching.stop()
    await expunge(account.login, 'INBOX')
    const move = { kind: 'message.move', mailboxRef: await mailboxId(room, account.accountId, 'Archive') } as const
    for (const attempt of [1, 2]) await expect(messageMove(room).perform(contextOf(account), move, holdOf(attempt))).rejects.toMatchObject({ code: 'message gone', retry: { afterSeconds: 5 } })
    await expect(messageMove(room).perform(contextOf(account), move, holdOf(3))).rejects.toMatchObject({ code: 'message gone', retry: 'no' })
    expect((await accountRow(room, account.accountId)).state).toBe('live')
  })

  test('a server without MOVE that copied and then lost us is only asked to remove the original', async () => {
    const own = await startDovecot(undefined, 'imap_capability = IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE UIDPLUS LIST-EXTENDED SPECIAL-USE\n')
    const account = await watchedMail(room, own)
    await account.watching.stop()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const program = await otherProgram(account.login)
    await select(program, 'INBOX')
    expect(program.has('MOVE')).toBe(false)
    await program.client.messageCopy('1', 'Archive', { uid: true })
    program.close()
    expect(await messageMove(room).lookup?.(contextOf(account), { kind: 'message.move', mailboxRef: archive })).toMatchObject({ result: 'done' })
    expect(await onServer(account.login, 'INBOX')).toEqual([])
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    await own.stop()
  })
})

/** The inbox is followed as it changes, the other mailboxes are not read during the test: our rows know what left, and not where to. */
const SLOW = { pollMs: 600_000 }

describe('what our rows have lost sight of', () => {
  const star = { kind: 'message.star', starred: true } as const

  test('a move that reached the server while the watcher forgot the old place is written down with its new one', async () => {
    const account = await watchedMail(room, dovecot, SLOW)
    const archive = await mailboxId(room, account.accountId, 'Archive')
    await movedUnseen(account, 'Archive')
    expect(await messageMove(room).lookup?.(contextOf(account), { kind: 'message.move', mailboxRef: archive })).toMatchObject({ result: 'done', change: 'changed' })
    const [there] = await onServer(account.login, 'Archive')
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId, uid: there?.uid, flags: ['\\Seen'] }])
    expect(await messageStar(room).perform(contextOf(account), star, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect((await onServer(account.login, 'Archive')).map(({ flags }) => flags)).toEqual([['\\Flagged', '\\Seen']])
    await account.watching.stop()
  })

  test.each([[true, ['\\Flagged', '\\Seen']], [false, ['\\Seen']]])('a mail that has no known place is looked for: star %s', async (starred, flags) => {
    const account = await watchedMail(room, dovecot, SLOW)
    await movedUnseen(account, 'Archive', starred ? ['\\Seen'] : ['\\Seen', '\\Flagged'])
    expect(await messageStar(room).perform(contextOf(account), { kind: 'message.star', starred }, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect((await onServer(account.login, 'Archive')).map((place) => place.flags)).toEqual([flags])
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId, flags }])
    await account.watching.stop()
  })

  test('a mail is moved on from where somebody else put it', async () => {
    const account = await watchedMail(room, dovecot, SLOW)
    await movedUnseen(account, 'Junk')
    const archive = await mailboxId(room, account.accountId, 'Archive')
    expect(await messageMove(room).perform(contextOf(account), { kind: 'message.move', mailboxRef: archive }, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect([await onServer(account.login, 'Junk'), await onServer(account.login, 'Archive')]).toMatchObject([[], [{ flags: ['\\Seen'] }]])
    await account.watching.stop()
  })

  test('a mail that was deleted is never starred, whether our rows know of that or not', async () => {
    const account = await watchedMail(room, dovecot, SLOW)
    await account.watching.stop()
    await expunge(account.login, 'INBOX')
    for (const attempt of [1, 2]) await expect(messageStar(room).perform(contextOf(account), star, holdOf(attempt))).rejects.toMatchObject({ code: 'message gone', retry: { afterSeconds: 5 } })
    expect(await lying(room, account.accountId, 'INBOX')).toMatchObject([{ flags: [] }])
    await room.ask((tx) => tx.execute(sql`delete from placement where message_id = ${account.messageId}`))
    await expect(messageStar(room).perform(contextOf(account), star, holdOf(3))).rejects.toMatchObject({ code: 'message gone', retry: 'no' })
  })
})

describe('a rule that moves and then stars', () => {
  test('stars the mail on the server though the watcher forgot it before the move was written down and its worker died', async () => {
    const { step, login, accountId, deps } = await arrivedForRule()
    await advance(deps, step('move'))
    const forgets: Connections = { ...room.connections, use: async (workspaceId, account, work) => {
      const done = await room.connections.use(workspaceId, account, work)
      await until('the watcher has forgotten the old place', async () => (await lying(room, accountId, 'INBOX')).length === 0)
      return done
    } }
    await dieAt('perform: before settle', { ...deps, performers: performers({ ...room, connections: forgets }) }, step('move'))
    await endLease(room, step('move').executionId)
    await perform(deps, step('move'))
    await advance(deps, step('star'))
    await perform(deps, step('star'))
    expect((await advance(deps, step('star'))).ended).toBe('done')
    expect((await onServer(login, 'Archive')).map(({ flags }) => flags)).toEqual([['\\Flagged']])
    expect(await lying(room, accountId, 'Archive')).toMatchObject([{ flags: ['\\Flagged'] }])
  })

  test('fails visibly when a person deletes the mail in between', async () => {
    const { step, login, deps } = await arrivedForRule()
    await advance(deps, step('move'))
    await perform(deps, step('move'))
    await expunge(login, 'Archive')
    await advance(deps, step('star'))
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await endLease(room, step('star').executionId)
      await perform(deps, step('star'))
    }
    expect((await advance(deps, step('star'))).ended).toBe('failed')
    const [line] = await room.ask((tx) => tx.execute(sql`select state, reason, attempts from execution_step where execution_id = ${step('star').executionId} and step_id = 'star'`))
    expect(line).toMatchObject({ state: 'failed', reason: 'message gone', attempts: [{ result: 'retry' }, { result: 'retry' }, { result: 'failed', error: { code: 'message gone' } }] })
  })
})

/** Another program reads the mail and moves it; our watcher sees it go and does not look into where it went. */
async function movedUnseen({ login, accountId }: WatchedMail, path: string, flags: readonly string[] = ['\\Seen']): Promise<void> {
  const program = await otherProgram(login)
  await select(program, 'INBOX')
  await program.client.messageFlagsSet('1', [...flags], { uid: true })
  await program.client.messageMove('1', path, { uid: true })
  program.close()
  await until('the watcher has seen it go', async () => (await lying(room, accountId, 'INBOX')).length === 0)
  expect(await lying(room, accountId, path)).toEqual([])
}

/** A mail that came to a watched account with the rule, whose execution has not begun. */
async function arrivedForRule() {
  const { login, accountId } = await watchedMail(room, dovecot, SLOW)
  const move = { type: 'mailbox.move', config: { mailboxRef: await mailboxId(room, accountId, 'Archive') } }
  await ruleWith(room, graphOf({ move, star: { type: 'message.star', config: { starred: true } } }, [['start', 'move'], ['move', 'star']]), { accountId })
  await expunge(login, 'INBOX')
  await dovecot.deliver(login.user, rawOf({ subject: 'For the rule' }))
  const executionId = await until('the rule is started', async () => (await room.ask((tx) => tx.execute(sql`select id from execution where account_id = ${accountId}`)))[0]?.id)
  const deps: AdvanceDeps & PerformDeps = {
    database: room.database, now: () => new Date(), fault: async () => undefined, log: room.log, plans: planCache(),
    performers: performers(room), links: approvalLinks('http://postroom.example', ''), heartbeat: () => undefined, signal: new AbortController().signal,
  }
  return { login, accountId, deps, step: (stepId: string) => ({ workspaceId: room.workspaceId, executionId: String(executionId), stepId }) }
}
