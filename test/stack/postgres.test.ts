import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { startPostgres } from '../../stack/postgres'
import { installedBinaries } from '../../stack/postgres-server/binaries'
import { chooseRunAs } from '../../stack/postgres-server/run-as'
import { identify, isRunning, send } from '../../stack/process-identity'
import { scratchFolder } from '../support/scratch'
import { until } from '../support/until'

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1 })
  try {
    return await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

test('what was committed is there after the database was killed', async () => {
  const dataDir = join(scratchFolder(), 'postgres')
  const first = await startPostgres({ dataDir })
  await query(first.url, 'create table t as select 42 as answer')
  send(first.pid, 'SIGKILL')
  await until('the server is gone', () => identify(first.pid) === null)
  const second = await startPostgres({ dataDir })
  expect(await query(second.url, 'select answer from t')).toEqual([{ answer: 42 }])
  await second.stop()
})

test('a server that a killed supervisor left behind is stopped before the next one starts', async () => {
  const dataDir = join(scratchFolder(), 'postgres')
  const orphan = await startPostgres({ dataDir })
  const identity = identify(orphan.pid)
  const next = await startPostgres({ dataDir })
  expect(identity !== null && isRunning(identity)).toBe(false)
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await next.stop()
})

test('a stale pid that now belongs to somebody else is left alone', async () => {
  const dataDir = join(scratchFolder(), 'postgres')
  const first = await startPostgres({ dataDir })
  await first.stop()
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `-D ${dataDir}/cluster`], { stdio: 'ignore' })
  writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), `${bystander.pid}\n${dataDir}/cluster\n`)
  const next = await startPostgres({ dataDir })
  expect(bystander.exitCode).toBeNull()
  expect(bystander.signalCode).toBeNull()
  await next.stop()
  bystander.kill()
})

test('it runs where only the owner can pass the parent folders, and keeps its password to itself', async () => {
  const parent = scratchFolder()
  chmodSync(parent, 0o700)
  const dataDir = join(parent, 'postgres')
  const server = await startPostgres({ dataDir })
  expect(await query(server.url, 'show data_checksums')).toEqual([{ data_checksums: 'on' }])
  expect(statSync(join(dataDir, 'owner-password')).mode & 0o077).toBe(0)
  expect(readdirSync(dataDir)).not.toContain('initdb-password')
  await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/)
  await server.stop()
})

test('its programs run from a clone that only root can pass', async () => {
  const clone = scratchFolder()
  cpSync(installedBinaries(), join(clone, 'native'), { recursive: true, verbatimSymlinks: true })
  chmodSync(clone, 0o700)
  const runAs = chooseRunAs(join(clone, 'native', 'bin', 'postgres'), join(clone, 'cluster'))
  const started = runAs?.command(join(clone, 'native', 'bin', 'initdb'), ['-D', '/proc/no/such/folder', '--no-sync'])
  const result = spawnSync(started?.command ?? '', started?.args ?? [], { uid: started?.uid, gid: started?.gid, encoding: 'utf8' })
  // It found its fellow programs and came as far as the folder, which it may not make.
  expect(result.stderr).toContain('could not create directory')
})

test('it listens on loopback only', async () => {
  const server = await startPostgres({ dataDir: join(scratchFolder(), 'postgres') })
  expect(await query(server.url, "select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets")).toEqual([{ addresses: '127.0.0.1', sockets: '' }])
  await server.stop()
})
