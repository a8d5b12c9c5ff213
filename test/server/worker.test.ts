import { createTransport } from 'nodemailer'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workshopFor, type Workshop } from '../support/child-worker'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { ruleWith, tagEverything } from '../support/rules'
import { until } from '../support/until'

let office: Office
let shop: Workshop

beforeAll(async () => {
  office = await openOffice()
  shop = await workshopFor(office, { engine: { address: '127.0.0.1:1' } })
})
afterAll(async () => {
  await shop.close()
  await office.close()
})

test('the gateway takes mail before there is an engine, and the worker ends cleanly when told to', { timeout: 90_000 }, async () => {
  const { accountId } = await office.ask((tx) => accountWith(tx, office.workspaceId, 'early@northwind.example', 'local'))
  await ruleWith(office, tagEverything(), { accountId })
  const worker = await shop.start()
  const transport = createTransport({ host: '127.0.0.1', port: shop.gatewayPort, ignoreTLS: true })
  await transport.sendMail({ from: 'a@bouw.example', to: 'early@northwind.example', subject: 'Early', text: 'Early' })
  await expect(transport.sendMail({ from: 'a@bouw.example', to: 'nobody@northwind.example', subject: 'No', text: 'No' })).rejects.toMatchObject({ responseCode: 550 })
  transport.close()
  const [row] = await office.ask((tx) => tx.execute(sql`select (select count(*)::int from execution where state = 'queued') as waiting, (select count(*)::int from dispatch) as ordered`))
  expect(row).toEqual({ waiting: 1, ordered: 1 })
  await until('the worker says that it is there', async () => (await office.database.system.execute(sql`select state from process_state where name = 'worker'`))[0]?.state === 'waiting for the engine')
  expect(await worker.stop()).toBe(0)
})
