import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountWith, workspaceWith } from '../support/fixtures'
import { startHeadless, type Headless } from '../support/headless'
import { rawOf } from '../support/mails'
import { engineMissing } from '../support/present'
import { sendUntilTaken } from '../support/sender'
import { until } from '../support/until'

const SENDERS = 6
const MAILS_EACH = 25
const KILLS = 3
const TEXT = 'x'.repeat(2_000)

describe.skipIf(engineMissing)('the database is killed while mail comes in', () => {
  let postroom: Headless
  let workspaceId: string
  const address = `support-${randomBytes(4).toString('hex')}@northwind.example`

  beforeAll(async () => {
    postroom = await startHeadless([])
    const staff = await workspaceWith(postroom.database, 'Northwind', 'marta@northwind.example')
    workspaceId = staff.workspaceId
    await postroom.database.inWorkspace(workspaceId, (tx) => accountWith(tx, workspaceId, address, 'local'))
  })
  afterAll(() => postroom.remove())

  const running = () => until('the database runs', () => postroom.status('database').state === 'running', { withinMilliseconds: 30_000 })

  test('every mail that the gateway answered 250 is there, once, byte for byte', { timeout: 180_000 }, async () => {
    const { pid } = postroom.status('worker')
    const taken: { readonly subject: string; readonly raw: Buffer; readonly tries: number }[] = []
    const sendAll = async (sender: number): Promise<void> => {
      for (let index = 0; index < MAILS_EACH; index += 1) {
        const subject = `Mail ${sender}-${index}`
        const raw = rawOf({ subject, to: address, text: TEXT })
        taken.push({ subject, raw, tries: await sendUntilTaken(postroom.gatewayPort, `s${sender}@bouw.example`, address, raw) })
      }
    }
    const killAll = async (): Promise<void> => {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await until('more mail is taken', () => taken.length >= kill * 30, { withinMilliseconds: 60_000 })
        await running()
        await postroom.kill('database')
      }
    }
    await Promise.all([killAll(), ...Array.from({ length: SENDERS }, (_, sender) => sendAll(sender))])
    await running()

    expect(taken).toHaveLength(SENDERS * MAILS_EACH)
    expect(taken.some(({ tries }) => tries > 1), 'a kill met a mail on its way, which the gateway then did not take').toBe(true)
    expect(postroom.status('worker').pid, 'the worker lives on').toBe(pid)
    const stored = await until('the database answers', () => postroom.database.inWorkspace(workspaceId, (tx) => tx.execute(sql`
      select m.subject, r.bytes from message m join raw_message r on r.message_id = m.id order by m.subject`)), { withinMilliseconds: 30_000 })
    expect(stored.map(({ subject }) => subject)).toEqual(taken.map(({ subject }) => subject).sort())
    const sent = new Map(taken.map(({ subject, raw }) => [subject, raw.toString('latin1').trimEnd()]))
    for (const { subject, bytes } of stored) {
      if (!Buffer.isBuffer(bytes)) throw new Error('raw mail is bytes')
      expect(bytes.length, String(subject)).toBeGreaterThan(TEXT.length)
      expect(bytes.toString('latin1').trimEnd().endsWith(sent.get(String(subject)) ?? 'never sent'), String(subject)).toBe(true)
    }
  })
})
