import { randomUUID } from 'node:crypto'
import { Client, Connection as EngineConnection } from '@temporalio/client'
import { eq, isNull } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelOutgoing, queueOutgoing, retryOutgoing, settleOutgoing } from '../../db/queries/outgoing-change'
import { outgoingMessage, outgoingServer } from '../../db/schema'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { lying, live, newLogin, openMailroom, type Mailroom } from '../support/mailroom'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { testEngine } from '../support/engine'
import { recordHistory } from '../support/histories'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
let sink: SmtpSink
let worker: TestWorker
let engine: Client
beforeAll(async () => {
  ;[room, dovecot, sink] = await Promise.all([openMailroom(MASTER_KEY), sharedDovecot(), startSmtpSink()])
  worker = await workerFor(room, { allowedHosts: [`${sink.host}:${sink.port}`, `${dovecot.host}:${dovecot.imapPort}`], gateway: false })
  await worker.connected
  const { address, namespace } = await testEngine()
  engine = new Client({ connection: await EngineConnection.connect({ address }), namespace })
  await room.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: room.workspaceId, name: 'Sink', server: { host: sink.host, port: sink.port, security: 'none', user: '' } }))
})
afterAll(async () => {
  await worker.stop()
  await engine.connection.close()
  await sink.stop()
  await room.close()
})
beforeEach(() => sink.clear())
/** Whoever wrote a mail that failed is told by mail: no test begins before that is through. */
afterEach(async () => void (await until('nothing is on its way', async () => (await room.ask((tx) => tx.select({ id: outgoingMessage.id }).from(outgoingMessage).where(isNull(outgoingMessage.settledAt)))).length === 0)))

const delivered = () => sink.mails.filter(({ recipients }) => recipients.includes('pieter@bouw.example'))

async function write(more: Partial<Parameters<typeof queueOutgoing>[2]> = {}): Promise<string> {
  const key = randomUUID()
  const address = 'support@northwind.example'
  const { outgoingMessageId } = await room.ask((tx) =>
    queueOutgoing(tx, room.workspaceId, {
      accountId: room.accountId, effectKey: key, messageIdHeader: `<${key}@northwind.example>`, envelopeFrom: address, from: { name: 'Support', address }, to: [{ name: '', address: 'pieter@bouw.example' }],
      subject: 'Your container', text: 'It is in Rotterdam.', userId: room.userId, ...more,
    }),
  )
  return outgoingMessageId
}

async function rowOf(id: string): Promise<typeof outgoingMessage.$inferSelect> {
  const [row] = await room.ask((tx) => tx.select().from(outgoingMessage).where(eq(outgoingMessage.id, id)))
  if (row === undefined) throw new Error('no such mail')
  return row
}

/** Once its workflow has ended. */
const record = async (id: string, path: string) => {
  await until('its workflow has ended', async () => (await engine.workflow.getHandle(`outgoing:${id}`).describe()).status.name === 'COMPLETED')
  await recordHistory(engine, `outgoing:${id}`, `send-message-${path}`)
}

const becomes = (id: string, state: string) => until(`the mail is ${state}`, async () => (await rowOf(id)).state === state)

describe('the outbox', () => {
  test('sends a mail as soon as it is written', async () => {
    const id = await write()
    await becomes(id, 'accepted')
    expect(delivered()).toHaveLength(1)
    await until('its copy needs no more', async () => (await rowOf(id)).sentCopy !== 'pending')
    await record(id, 'accepted')
  })

  test('waits after a temporary refusal, and a person may withdraw the mail meanwhile', async () => {
    sink.fail({ at: 'rcpt', code: 451 })
    const id = await write()
    await becomes(id, 'deferred')
    await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, id, room.userId))
    await record(id, 'deferred-and-cancelled')
    expect(await rowOf(id)).toMatchObject({ state: 'cancelled' })
    expect(delivered()).toHaveLength(0)
  })

  test('sends a scheduled mail at its time, and not one that was cancelled before', async () => {
    const dropped = await write({ notBefore: new Date(Date.now() + 60_000) })
    expect(await rowOf(dropped)).toMatchObject({ state: 'scheduled' })
    await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, dropped, room.userId))
    const soon = new Date(Date.now() + 1_000)
    const kept = await write({ notBefore: soon })
    await becomes(kept, 'accepted')
    expect(Date.now()).toBeGreaterThanOrEqual(soon.getTime())
    expect(await rowOf(dropped)).toMatchObject({ state: 'cancelled' })
    await record(dropped, 'scheduled-and-cancelled')
    expect(delivered()).toHaveLength(1)
  })

  test('sends a failed mail again when a person says so', async () => {
    sink.fail({ at: 'rcpt', code: 550 })
    const id = await write()
    await becomes(id, 'failed')
    await room.ask((tx) => retryOutgoing(tx, room.workspaceId, id, room.userId, 'failed'))
    await becomes(id, 'accepted')
    expect(delivered()).toHaveLength(1)
    await recordHistory(engine, `outgoing:${id}`, 'send-message-failed-and-retried')
  })

  test('does not send an uncertain mail again, and files its copy when a person says that it arrived', async () => {
    const login = await newLogin(dovecot)
    const accountId = await room.connectAccount(login)
    await room.ask((tx) => enqueue(tx, [{ workspaceId: room.workspaceId, workflow: 'syncAccount', kind: 'start', subjectId: accountId }]))
    await live(room, accountId)
    sink.fail({ at: 'data', drop: true })
    const id = await write({ accountId })
    await becomes(id, 'uncertain')
    await room.ask((tx) => settleOutgoing(tx, room.workspaceId, id, room.userId, 'accepted'))
    await until('the copy is filed', async () => (await rowOf(id)).sentCopy === 'appended')
    expect(delivered()).toHaveLength(1)
    expect((await lying(room, accountId, 'Sent')).filter(({ subject }) => subject === 'Your container')).toHaveLength(1)
    await record(id, 'uncertain-and-filed')
  })
})
