import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/client'
import { startWorker } from '../../server/worker'
import { ensureDatabase, migrate } from '../../stack/migrate'
import { startPostgres } from '../../stack/postgres'
import { accountWith, workspaceWith } from '../support/fixtures'
import { installRuntimeOnce, partsFor } from '../support/running-worker'
import { until } from '../support/until'

test('Postgres is killed while mail comes in: every mail the gateway answered 250 is there, with its bytes', { timeout: 120_000 }, async () => {
  const folder = join(tmpdir(), `postroom-killed-${randomBytes(4).toString('hex')}`)
  const dataDir = join(folder, 'postgres')
  let server = await startPostgres({ dataDir })
  onTestFinished(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const passwords = { app: randomBytes(12).toString('hex'), system: randomBytes(12).toString('hex') }
  const urls = await migrate(await ensureDatabase(server.url, 'postroom'), passwords)
  const database = openDatabase({ ...urls, prepare: true })
  const { workspaceId } = await workspaceWith(database, 'Northwind', 'marta@northwind.example')
  await database.inWorkspace(workspaceId, (tx) => accountWith(tx, workspaceId, 'support@northwind.example', 'local'))
  const { parts, close } = await partsFor({ database })
  installRuntimeOnce()
  // No engine answers there: the gateway does not need one.
  const worker = await startWorker({ parts, engine: { address: '127.0.0.1:1', namespace: 'postroom' }, workflows: { code: '' }, gatewayPort: 0 })

  const acknowledged: string[] = []
  let refused = 0
  let isOver = false
  const sender = async (lane: number): Promise<void> => {
    for (let index = 0; !isOver; index += 1) {
      const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
      const subject = `Mail ${lane}-${index}`
      try {
        await transport.sendMail({ from: 'a@bouw.example', to: 'support@northwind.example', subject, text: 'x'.repeat(2_000) })
        acknowledged.push(subject)
      } catch {
        refused += 1
      } finally {
        transport.close()
      }
    }
  }
  const lanes = Array.from({ length: 6 }, (_, lane) => sender(lane))
  await until('mail flows', () => acknowledged.length >= 30)
  process.kill(server.pid, 'SIGKILL')
  await until('the gateway refuses', () => refused > 0, { withinMilliseconds: 20_000 })
  const before = acknowledged.length
  server = await startPostgres({ dataDir, port: Number(new URL(server.url).port) })
  await until('mail flows again', () => acknowledged.length >= before + 30, { withinMilliseconds: 40_000 })
  isOver = true
  await Promise.all(lanes)

  const rows = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`select m.subject, octet_length(r.bytes) as bytes from message m join raw_message r on r.message_id = m.id`))
  const stored = rows.map(({ subject }) => String(subject))
  expect(acknowledged.filter((subject) => !stored.includes(subject))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
  expect(rows.every(({ bytes }) => Number(bytes) > 2_000)).toBe(true)
  await worker.stop()
  await close()
  await database.close()
})
