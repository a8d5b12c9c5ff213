import { eq, sql } from 'drizzle-orm'
import { Client, Connection as EngineConnection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { moveMessages, setMessageFlags } from '../../db/queries/mailbox-change'
import { account } from '../../db/schema'
import { select } from '../../mail/imap/select'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { testEngine } from '../support/engine'
import { recordHistory } from '../support/histories'
import { lineTo, type Line } from '../support/line'
import { accountRow, live, lying, mailboxId, newLogin, openMailroom, otherProgram, type Login, type Mailroom } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
let line: Line
let worker: TestWorker
let engine: Client
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(MASTER_KEY), sharedDovecot()])
  line = await lineTo(dovecot.imapPort)
  worker = await workerFor(room, { allowedHosts: [`${line.host}:${line.port}`, `${dovecot.host}:${dovecot.imapPort}`], gateway: false })
  await worker.connected
  const { address, namespace } = await testEngine()
  engine = new Client({ connection: await EngineConnection.connect({ address }), namespace })
})
afterAll(async () => {
  await worker.stop()
  await engine.connection.close()
  await line.close()
  await room.close()
})

const order = (accountId: string, kind: 'start' | 'recheck' = 'recheck') => room.ask((tx) => enqueue(tx, [{ workspaceId: room.workspaceId, workflow: 'syncAccount', kind, subjectId: accountId }]))
const change = (accountId: string, set: Partial<typeof account.$inferInsert>) => room.ask((tx) => tx.update(account).set(set).where(eq(account.id, accountId)))
const sealed = (accountId: string, password: string) => room.secrets.seal(password, { workspaceId: room.workspaceId, record: accountId, field: 'account.imap_secret' })
const subjects = async (accountId: string, path = 'INBOX') => (await lying(room, accountId, path)).map((mail) => mail.subject)
const statusOf = async (accountId: string) => (await engine.workflow.getHandle(`account:${accountId}`).describe()).status.name

const record = (accountId: string, path: string) => recordHistory(engine, `account:${accountId}`, `sync-account-${path}`)

async function connected(login: Login): Promise<string> {
  const accountId = await room.connectAccount(login)
  await order(accountId, 'start')
  await live(room, accountId)
  return accountId
}

describe('an account', () => {
  test('is watched as soon as it is made, and what a person does to its mail reaches the server', async () => {
    const login = await newLogin(dovecot)
    await dovecot.deliver(login.user, rawOf({ subject: 'Hello' }))
    const accountId = await connected(login)
    await dovecot.deliver(login.user, rawOf({ subject: 'New' }))
    await until('new mail is there', async () => (await subjects(accountId)).includes('New'))
    const messageId = (await lying(room, accountId, 'INBOX'))[0]?.messageId ?? ''
    const archive = await mailboxId(room, accountId, 'Archive')
    await room.ask((tx) => setMessageFlags(tx, room.workspaceId, { messageIds: [messageId], add: ['\\Seen'], remove: [], userId: null }))
    await room.ask((tx) => moveMessages(tx, room.workspaceId, { messageIds: [messageId], mailboxId: archive, userId: null }))
    const program = await otherProgram(login)
    await until('the server has both', async () => {
      await select(program, 'Archive')
      const [found] = await program.client.fetchAll('1:*', { uid: true, flags: true }, { uid: true })
      return found?.flags?.has('\\Seen') === true
    })
    program.close()
    await until('its place is known', async () => ((await lying(room, accountId, 'Archive'))[0]?.uid ?? 0) > 0)
    await record(accountId, 'changed-by-hand')
  })

  test('is followed again after its connection dropped', async () => {
    const login = await newLogin(dovecot)
    const accountId = await connected({ ...login, port: line.port })
    line.cut()
    // It is not failing for long.
    await until('the drop is noticed', async () => {
      const { epoch, state } = await accountRow(room, accountId)
      return state === 'failing' || epoch > 1
    })
    await dovecot.deliver(login.user, rawOf({ subject: 'Meanwhile' }))
    await until('it is followed again', async () => (await subjects(accountId)).includes('Meanwhile'))
    await live(room, accountId)
    expect((await accountRow(room, accountId)).problem).toBeNull()
    await record(accountId, 'connection-dropped')
  })

  test('with a wrong password waits, and is tried at once when it is corrected', async () => {
    const login = await newLogin(dovecot)
    const accountId = await room.connectAccount({ ...login, password: 'wrong' })
    await order(accountId, 'start')
    await until('it is signed out', async () => (await accountRow(room, accountId)).state === 'signed out')
    await change(accountId, { imapSecret: sealed(accountId, login.password) })
    await order(accountId)
    await live(room, accountId)
    await record(accountId, 'signed-out-and-in')
  })

  test('that moves to another server is read there', async () => {
    const [one, other] = [await newLogin(dovecot), await newLogin(dovecot)]
    await dovecot.deliver(one.user, rawOf({ subject: 'On one' }))
    await dovecot.deliver(other.user, rawOf({ subject: 'On the other' }))
    const accountId = await connected(one)
    await change(accountId, { imap: { host: other.host, port: other.port, security: 'none', user: other.user }, imapSecret: sealed(accountId, other.password) })
    await order(accountId)
    await until('it is read there', async () => (await subjects(accountId)).includes('On the other'))
    await record(accountId, 'other-server')
  })

  test('that is paused or removed is left alone', async () => {
    const login = await newLogin(dovecot)
    const accountId = await connected(login)
    await change(accountId, { state: 'paused' })
    await order(accountId)
    await until('the watcher has gone', async () => (await room.database.system.execute(sql`select 1 from dispatch where subject_id = ${accountId}`)).length === 0)
    await dovecot.deliver(login.user, rawOf({ subject: 'While paused' }))
    await change(accountId, { state: 'connecting' })
    await order(accountId)
    await until('it goes on', async () => (await subjects(accountId)).includes('While paused'))
    await change(accountId, { deletedAt: new Date() })
    await order(accountId)
    await until('its workflow ends', async () => (await statusOf(accountId)) === 'COMPLETED')
    await record(accountId, 'paused-and-removed')
  })
})
