import { expect, test, type Page } from '@playwright/test'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { identify, isRunning, send } from '../../stack/process-identity'
import { readStatus, type RunStatus } from '../../stack/status-file'
import { signIn } from './signed-in'
import { installation } from './surroundings'

// The invented company is labelled, keeps to itself, survives a restart and goes in one step. Its name puts this file behind all others: they use the company.

test.describe.configure({ mode: 'serial' })

let page: Page
let sql: Sql

test.beforeAll(async ({ browser }) => {
  sql = postgres(installation().databases.ownerUrl, { max: 1 })
  page = await browser.newPage()
  await signIn(page)
  // The page is alive once it hears of changes.
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible()
})
test.afterAll(async () => {
  await page.close()
  await sql.end()
})

function status(): RunStatus {
  const known = readStatus(installation().folder)
  if (known === null) throw new Error('The installation has no status.')
  return known
}

test('every screen says that the company is invented, and that nothing leaves the machine', async () => {
  await page.getByRole('button', { name: 'Demo', exact: true }).click()
  await expect(page.getByText('An invented company. Nothing leaves this machine.')).toBeVisible()
  await page.keyboard.press('Escape')
})

test('all of its outgoing mail ends in the sink, and no process speaks to another machine', async () => {
  const servers = await sql<{ sink: boolean; host: string }[]>`
    select distinct s.sink, s.server->>'host' as host from account a join outgoing_server s on s.id = a.outgoing_server_id where a.demo`
  expect(servers).toEqual([{ sink: true, host: '127.0.0.1' }])
  const kept = () => readdirSync(join(installation().folder, 'demo', 'sink')).map((file) => readFileSync(join(installation().folder, 'demo', 'sink', file), 'utf8'))
  const accepted = await sql<{ id: string }[]>`
    select o.message_id_header as id from outgoing_message o join account a on a.id = o.account_id where a.demo and o.state = 'accepted' and o.attempts > 0`
  expect(accepted.length).toBeGreaterThan(0)
  const all = kept().join('\n')
  expect(accepted.filter(({ id }) => !all.includes(id)), 'mails that the sink does not have').toEqual([])
  expect(status().children.flatMap(({ pid }) => (pid === null ? [] : strangersOf(pid))), 'connections to other machines').toEqual([])
})

/** Remote addresses of a process's TCP connections that are not this machine's own, as the kernel lists them. */
function strangersOf(pid: number): readonly string[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkAt(`/proc/${pid}/fd/${fd}`))?.[1] ?? []))
  const rows = ['tcp', 'tcp6'].flatMap((family) => readFileSync(`/proc/${pid}/net/${family}`, 'utf8').split('\n').slice(1))
  return rows.map((row) => row.trim().split(/\s+/)).flatMap(([, , remote = '', , , , , , , inode = '']) => (sockets.has(inode) && !isOwn(remote.split(':')[0] ?? '') ? [remote] : []))
}

/** Loopback or nobody yet, as the kernel writes addresses: 127.0.0.0/8, ::1, ::ffff:127.0.0.0/104 and all zeros. */
function isOwn(address: string): boolean {
  return address === '' || /^0+$/.test(address) || /^[0-9A-F]{6}7F$/.test(address) || address === '00000000000000000000000001000000' || /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address)
}

/** A descriptor may be closed while we look. */
function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return ''
    throw cause
  }
}

test('killed and started again, it loses no mail and fires no rule twice', async () => {
  const mails = () => sql<{ n: number; different: number }[]>`select count(*)::int as n, count(distinct m.message_id_header)::int as different from message m join account a on a.id = m.account_id where a.demo and m.direction = 'in' and a.name = 'Support'`
  const [before] = await mails()
  expect(before?.n).toBe(before?.different)
  const pid = status().children.find(({ name }) => name === 'demo')?.pid
  const identity = typeof pid === 'number' ? identify(pid) : null
  if (identity === null) throw new Error('The demo does not run.')
  const [{ now } = { now: new Date() }] = await sql<{ now: Date }[]>`select now()`
  send(identity.pid, 'SIGKILL')
  await expect.poll(() => !isRunning(identity)).toBe(true)
  await expect.poll(() => sql`select name from account where demo and kind = 'imap' and state = 'live' and proven_at > ${now}`, { timeout: 60_000 }).toEqual([{ name: 'Support' }])

  const [after] = await mails()
  expect(after?.n, 'no mail is lost').toBeGreaterThanOrEqual(before?.n ?? 0)
  expect(after?.n, 'none is there twice').toBe(after?.different)
  expect(await sql`
    select rule_version_id, message_id from execution where rerun_of is null group by 1, 2 having count(*) > 1`, 'runs of one version for one mail').toEqual([])
})

test('it is removed in one step, after its name is typed, and what people own stays', async () => {
  await page.getByRole('button', { name: 'Demo', exact: true }).click()
  await page.getByRole('button', { name: 'Remove the demo company' }).click()
  const ask = page.getByRole('dialog', { name: /^Remove .*\?$/ })
  const name = /^Remove (.*)\?$/.exec((await ask.getByRole('heading').first().textContent()) ?? '')?.[1] ?? ''
  const go = ask.getByRole('button', { name: 'Remove the demo company' })
  await expect(go).toBeDisabled()
  await ask.getByRole('textbox').fill(name)
  await go.click()
  await expect(page.getByText('The demo company is gone').first()).toBeVisible()
  await expect(page).toHaveURL(/\/inbox/)
  await expect(page.getByRole('button', { name: 'Demo', exact: true })).toHaveCount(0)
  expect(await sql`select name from account where demo`).toEqual([])
  expect(await sql`select r.name from rule r where not exists (select 1 from account a where a.id = r.account_id)`, 'rules of accounts that are gone').toEqual([])
  expect(await sql`select id from workspace where demo`).toEqual([])
  await page.reload()
  await expect(page, 'the sign-in stays').toHaveURL(/\/inbox/)
})
