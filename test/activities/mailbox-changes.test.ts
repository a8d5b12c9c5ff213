import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyMailboxChanges } from '../../activities/apply-mailbox-changes'
import { moveMessages, setMessageFlags } from '../../db/queries/mailbox-change'
import { dispatch, mailbox, mailboxChange } from '../../db/schema'
import { accountWith, mailWith } from '../support/fixtures'
import { sharedDovecot, startDovecot, type Dovecot, type OwnDovecot } from '../support/dovecot'
import { expunge, lying, mailboxId, onServer, openMailroom, otherProgram, watchedMail, type Mailroom } from '../support/mailroom'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(), sharedDovecot()])
})
afterAll(() => room.close())

const flag = (messageId: string, add: string[], remove: string[] = []) => room.ask((tx) => setMessageFlags(tx, room.workspaceId, { messageIds: [messageId], add, remove, userId: room.userId }))
const moveTo = (messageId: string, id: string) => room.ask((tx) => moveMessages(tx, room.workspaceId, { messageIds: [messageId], mailboxId: id, userId: room.userId }))
const apply = (accountId: string) => applyMailboxChanges(room, { workspaceId: room.workspaceId, accountId })
const changes = (messageId: string) => room.ask((tx) => tx.select().from(mailboxChange).where(eq(mailboxChange.messageId, messageId)))

describe('what a person does to a mail', () => {
  test('shows at once, reaches the server, and stays when the server tells it back', async () => {
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
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
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
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
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
    await moveTo(messageId, await mailboxId(room, accountId, 'Archive'))
    await flag(messageId, ['\\Seen'])
    await moveTo(messageId, await mailboxId(room, accountId, 'Trash'))
    await apply(accountId)
    expect([await onServer(login, 'INBOX'), await onServer(login, 'Archive')]).toEqual([[], []])
    expect((await onServer(login, 'Trash')).map((place) => place.flags)).toEqual([['\\Seen']])
    expect(await lying(room, accountId, 'Trash')).toMatchObject([{ messageId }])
    await watching.stop()
  })

  test('to a mail that another program moved meanwhile reaches it there', async () => {
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
    await watching.stop()
    const program = await otherProgram(login)
    await program.client.mailboxOpen('INBOX')
    await program.client.messageMove('1', 'Archive', { uid: true })
    program.close()
    await flag(messageId, ['\\Flagged'])
    await apply(accountId)
    expect((await onServer(login, 'Archive')).map((place) => place.flags)).toEqual([['\\Flagged']])
    expect(await changes(messageId)).toMatchObject([{ state: 'done' }])
  })

  test('to a mail that was deleted on the server is looked for three times, fails with that reason and is undone here', async () => {
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
    await watching.stop()
    await expunge(login, 'INBOX')
    await flag(messageId, ['\\Flagged'])
    for (const state of ['pending', 'pending', 'failed']) {
      await apply(accountId)
      expect(await changes(messageId)).toMatchObject([{ state, error: { code: 'message gone' } }])
      await room.ask((tx) => tx.update(mailboxChange).set({ nextTryAt: null }).where(eq(mailboxChange.messageId, messageId)))
    }
    expect((await lying(room, accountId, 'INBOX')).map(({ flags }) => flags)).toEqual([[]])
  })

  test('is not lost while the server is away', async () => {
    const own: OwnDovecot = await startDovecot()
    const { login, accountId, watching, messageId } = await watchedMail(room, own)
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
    const { login, accountId, watching, messageId } = await watchedMail(room, dovecot)
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
