import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyMailboxChanges } from '../../activities/apply-mailbox-changes'
import { messageMove } from '../../activities/effects/message-move'
import { messageStar } from '../../activities/effects/message-star'
import type { EffectContext, Hold } from '../../activities/effects/performer'
import { moveMessages, setMessageFlags } from '../../db/queries/mailbox-change'
import { dispatch, mailbox, mailboxChange } from '../../db/schema'
import { select } from '../../mail/imap/select'
import { accountWith, mailWith } from '../support/fixtures'
import { sharedDovecot, startDovecot, type Dovecot, type OwnDovecot } from '../support/dovecot'
import { accountRow, live, lying, mailboxId, newLogin, openMailroom, otherProgram, type Login, type Mailroom, type Watching } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { mail } from '../support/drawn-rules'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(), sharedDovecot()])
})
afterAll(() => room.close())

interface Watched {
  readonly login: Login
  readonly accountId: string
  readonly watching: Watching
  readonly messageId: string
}

/** An account with one mail and a watcher. */
async function watched(server: Dovecot = dovecot): Promise<Watched> {
  const login = await newLogin(server)
  await server.deliver(login.user, rawOf({ subject: 'A mail' }))
  const accountId = await room.connectAccount(login)
  const watching = room.watch(accountId, { pollMs: 150 })
  await live(room, accountId)
  const messageId = (await lying(room, accountId, 'INBOX'))[0]?.messageId ?? ''
  return { login, accountId, watching, messageId }
}

/** What the server itself says: UIDs and flags of a mailbox. */
async function onServer(login: Login, path: string): Promise<{ uid: number; flags: string[] }[]> {
  const program = await otherProgram(login)
  await select(program, path)
  const found = await program.client.fetchAll('1:*', { uid: true, flags: true }, { uid: true }).catch(() => [])
  program.close()
  return found.map(({ uid, flags }) => ({ uid, flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort() }))
}

const flag = (messageId: string, add: string[], remove: string[] = []) => room.ask((tx) => setMessageFlags(tx, room.workspaceId, { messageIds: [messageId], add, remove, userId: room.userId }))
const moveTo = (messageId: string, id: string) => room.ask((tx) => moveMessages(tx, room.workspaceId, { messageIds: [messageId], mailboxId: id, userId: room.userId }))
const apply = (accountId: string) => applyMailboxChanges(room, { workspaceId: room.workspaceId, accountId })
const changes = (messageId: string) => room.ask((tx) => tx.select().from(mailboxChange).where(eq(mailboxChange.messageId, messageId)))

describe('what a person does to a mail', () => {
  test('shows at once, reaches the server, and stays when the server tells it back', async () => {
    const { login, accountId, watching, messageId } = await watched()
    expect(await flag(messageId, ['\\Seen', '\\Flagged'])).toEqual([messageId])
    expect((await lying(room, accountId, 'INBOX'))[0]?.flags).toEqual(['\\Flagged', '\\Seen'])
    expect(await room.ask((tx) => tx.select().from(dispatch).where(eq(dispatch.subjectId, accountId)))).toMatchObject([{ kind: 'recheck', workflow: 'syncAccount' }])
    expect(await apply(accountId)).toEqual({ nextInSeconds: null })
    expect((await onServer(login, 'INBOX'))[0]?.flags).toEqual(['\\Flagged', '\\Seen'])
    await flag(messageId, [], ['\\Flagged'])
    await apply(accountId)
    expect((await onServer(login, 'INBOX'))[0]?.flags).toEqual(['\\Seen'])
    await until('the watcher has heard of it', async () => {
      const [box] = await room.ask((tx) => tx.select().from(mailbox).where(eq(mailbox.accountId, accountId)))
      return box !== undefined && (await lying(room, accountId, 'INBOX'))[0]?.flags.join() === '\\Seen'
    })
    await watching.stop()
  })

  test('moves it once: what the watcher then reads is the same message', async () => {
    const { login, accountId, watching, messageId } = await watched()
    const archive = await mailboxId(room, accountId, 'Archive')
    expect(await moveTo(messageId, archive)).toEqual([messageId])
    expect(await lying(room, accountId, 'INBOX')).toEqual([])
    expect(await lying(room, accountId, 'Archive')).toMatchObject([{ messageId }])
    expect(await moveTo(messageId, archive)).toEqual([])
    await apply(accountId)
    expect(await onServer(login, 'INBOX')).toEqual([])
    expect(await onServer(login, 'Archive')).toHaveLength(1)
    await until('its place is the server’s', async () => ((await lying(room, accountId, 'Archive'))[0]?.uid ?? 0) > 0)
    expect(await lying(room, accountId, 'Archive')).toMatchObject([{ messageId }])
    await watching.stop()
  })

  test('in quick succession ends where the last move says', async () => {
    const { login, accountId, watching, messageId } = await watched()
    await moveTo(messageId, await mailboxId(room, accountId, 'Archive'))
    await flag(messageId, ['\\Seen'])
    await moveTo(messageId, await mailboxId(room, accountId, 'Trash'))
    await apply(accountId)
    expect([await onServer(login, 'INBOX'), await onServer(login, 'Archive')]).toEqual([[], []])
    expect((await onServer(login, 'Trash')).map((place) => place.flags)).toEqual([['\\Seen']])
    expect(await lying(room, accountId, 'Trash')).toMatchObject([{ messageId }])
    await watching.stop()
  })

  test('is not lost while the server is away', async () => {
    const own: OwnDovecot = await startDovecot()
    const { login, accountId, watching, messageId } = await watched(own)
    await watching.stop()
    await room.connections.close()
    await own.kill()
    await flag(messageId, ['\\Seen'])
    const left = await apply(accountId)
    expect(left.nextInSeconds).toBeGreaterThanOrEqual(0)
    expect(await changes(messageId)).toMatchObject([{ state: 'pending', attempts: 1 }])
    await own.start()
    await room.ask((tx) => tx.update(mailboxChange).set({ nextTryAt: null }).where(eq(mailboxChange.messageId, messageId)))
    await apply(accountId)
    expect(await changes(messageId)).toMatchObject([{ state: 'done' }])
    expect((await onServer(login, 'INBOX'))[0]?.flags).toEqual(['\\Seen'])
    await own.stop()
  })

  test('is undone here when the server will not have it', async () => {
    const { login, accountId, watching, messageId } = await watched()
    const program = await otherProgram(login)
    await program.client.mailboxCreate('Short-lived')
    await until('it is listed', async () => (await room.ask((tx) => tx.select().from(mailbox).where(eq(mailbox.accountId, accountId)))).some((box) => box.path === 'Short-lived'))
    await watching.stop()
    await program.client.mailboxDelete('Short-lived')
    program.close()
    await moveTo(messageId, await mailboxId(room, accountId, 'Short-lived'))
    await apply(accountId)
    expect(await changes(messageId)).toMatchObject([{ state: 'failed' }])
    expect(await lying(room, accountId, 'INBOX')).toMatchObject([{ messageId }])
    expect(await onServer(login, 'INBOX')).toHaveLength(1)
  })

  test('in a local account is done at once', async () => {
    const local = await room.ask((tx) => accountWith(tx, room.workspaceId, 'local@northwind.example', 'local'))
    const { messageId } = await room.ask((tx) => mailWith(tx, { ...room, ...local }))
    await moveTo(messageId, local.mailboxes.archive)
    await flag(messageId, ['\\Seen'])
    expect(await lying(room, local.accountId, 'Archive')).toMatchObject([{ messageId, flags: ['\\Seen'] }])
    expect(await changes(messageId)).toEqual([])
  })
})

describe('what a rule does to a mail', () => {
  const context = ({ accountId, messageId }: Watched): EffectContext => ({
    workspaceId: room.workspaceId, accountId, executionId: 'e', stepId: 's', ruleId: 'r', key: 'k', messageId, threadId: 't', hop: 0, facts: mail(), now: new Date(),
  })
  const hold = (): Hold & { calls: number } => {
    const counted = { calls: 0, signal: new AbortController().signal, calling: async () => void (counted.calls += 1) }
    return counted
  }

  test('a star is set on the server and here, and setting it again changes nothing', async () => {
    const account = await watched()
    const star = messageStar(room)
    expect(await star.perform(context(account), { kind: 'message.star', starred: true }, hold())).toMatchObject({ result: 'done', change: 'changed' })
    expect((await onServer(account.login, 'INBOX'))[0]?.flags).toEqual(['\\Flagged'])
    expect((await lying(room, account.accountId, 'INBOX'))[0]?.flags).toEqual(['\\Flagged'])
    expect(await star.perform(context(account), { kind: 'message.star', starred: true }, hold())).toMatchObject({ change: 'no change' })
    await account.watching.stop()
  })

  test('a move is made once, and a second attempt finds it made', async () => {
    const account = await watched()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const move = messageMove(room)
    const held = hold()
    expect(await move.perform(context(account), { kind: 'message.move', mailboxRef: archive }, held)).toMatchObject({ result: 'done', change: 'changed', ref: archive })
    expect(held.calls).toBeGreaterThan(0)
    expect(await move.perform(context(account), { kind: 'message.move', mailboxRef: archive }, hold())).toMatchObject({ change: 'no change' })
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId }])
    await account.watching.stop()
  })

  test('a move whose answer was lost is found on the server and not made again', async () => {
    const account = await watched()
    await account.watching.stop()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const effect = { kind: 'message.move', mailboxRef: archive } as const
    const move = messageMove(room)
    expect(await move.lookup?.(context(account), effect)).toBeNull()
    const program = await otherProgram(account.login)
    await select(program, 'INBOX')
    await program.client.messageMove('1', 'Archive', { uid: true })
    program.close()
    expect(await move.lookup?.(context(account), effect)).toMatchObject({ result: 'done', change: 'changed' })
    expect(await lying(room, account.accountId, 'Archive')).toMatchObject([{ messageId: account.messageId }])
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    expect(await lying(room, account.accountId, 'INBOX')).toEqual([])
  })

  test('a move of a mail that somebody deleted fails with that reason', async () => {
    const account = await watched()
    await account.watching.stop()
    const program = await otherProgram(account.login)
    await select(program, 'INBOX')
    await program.client.messageDelete('1', { uid: true })
    program.close()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    await expect(messageMove(room).perform(context(account), { kind: 'message.move', mailboxRef: archive }, hold())).rejects.toMatchObject({ code: 'message gone', retry: 'no' })
    expect((await accountRow(room, account.accountId)).state).toBe('live')
  })

  test('a server without MOVE that copied and then lost us is only asked to remove the original', async () => {
    const own = await startDovecot(undefined, 'imap_capability = IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE UIDPLUS LIST-EXTENDED SPECIAL-USE\n')
    const account = await watched(own)
    await account.watching.stop()
    const archive = await mailboxId(room, account.accountId, 'Archive')
    const program = await otherProgram(account.login)
    await select(program, 'INBOX')
    expect(program.has('MOVE')).toBe(false)
    await program.client.messageCopy('1', 'Archive', { uid: true })
    program.close()
    expect(await messageMove(room).lookup?.(context(account), { kind: 'message.move', mailboxRef: archive })).toMatchObject({ result: 'done' })
    expect(await onServer(account.login, 'INBOX')).toEqual([])
    expect(await onServer(account.login, 'Archive')).toHaveLength(1)
    await own.stop()
  })
})
