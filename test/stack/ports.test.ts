import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { choosePorts } from '../../stack/env'
import { anyFreePort } from '../../stack/ports'

test('a port that is taken moves to the next free one, and the screen is told which variable sets it', async () => {
  const port = await anyFreePort()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const { ports, moved } = await choosePorts({ ...process.env, POSTROOM_PORT: String(port) })
  expect(ports.web).toBeGreaterThan(port)
  expect(moved.filter((sentence) => sentence.includes('POSTROOM_PORT'))).toEqual([`Port ${port} (POSTROOM_PORT) is taken by another program; using ${ports.web}.`])
  await new Promise((resolve) => other.close(resolve))
})

test('two parts of one installation never get the same port', async () => {
  const port = String(await anyFreePort())
  const { ports } = await choosePorts({ ...process.env, POSTROOM_PORT: port, POSTROOM_GATEWAY_PORT: port, POSTROOM_TEMPORAL_PORT: port })
  expect(new Set(Object.values(ports)).size).toBe(Object.values(ports).length)
})

test('a port that waits for its server is given to nobody else: not again, and not to whoever asks the operating system for any', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => anyFreePort()))
  expect(new Set(ports).size).toBe(50)
  const given = await Promise.all(Array.from({ length: 50 }, () => new Promise<number>((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })))
  expect(Math.max(...ports)).toBeLessThan(Math.min(...given))
})

test('a port that is no port is refused by its name', async () => {
  await expect(choosePorts({ ...process.env, POSTROOM_GATEWAY_PORT: '70000' })).rejects.toThrow('POSTROOM_GATEWAY_PORT is "70000"')
})
