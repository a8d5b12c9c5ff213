import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { currentHolder, takeLock } from '../../stack/lock'
import { scratchFolder } from '../support/scratch'

function dataFolder(): string {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'run'))
  return folder
}

test('a data folder has one holder, who can be found by pid and address', () => {
  const folder = dataFolder()
  const lock = takeLock(folder)
  if ('pid' in lock) throw new Error('the folder is free')
  lock.announce('http://localhost:3000')
  expect(takeLock(folder)).toMatchObject({ pid: process.pid, url: 'http://localhost:3000' })
  lock.release()
  expect(currentHolder(folder)).toBeNull()
  expect('pid' in takeLock(folder)).toBe(false)
})

test.each([
  ['was killed, and its pid belongs to another process now', JSON.stringify({ pid: process.pid, startedAt: 'another boot/1', url: null })],
  ['was killed while it wrote', '{"pid": 12'],
])('a holder that %s loses the folder', (_what, left) => {
  const folder = dataFolder()
  writeFileSync(join(folder, 'run', 'supervisor.json'), left)
  expect(currentHolder(folder)).toBeNull()
  expect('pid' in takeLock(folder)).toBe(false)
})
