import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acquireTemporal, type Acquiring } from '../../stack/temporal-server/acquire'
import { scratchFolder } from '../support/scratch'

const ANSWERS = '#!/bin/sh\necho "temporal version 1.8.2 (test)"\n'

/** A machine with nothing but a shell: no `temporal` on the PATH, an empty home, an empty cache. */
function machine() {
  const home = scratchFolder()
  const programs = join(home, 'programs')
  mkdirSync(programs)
  for (const name of ['sh', 'echo', 'tar', 'gzip', 'cp', 'chmod', 'cat']) writeFileSync(join(programs, name), `#!/bin/sh\nexec ${execFileSync('which', [name], { encoding: 'utf8' }).trim()} "$@"\n`, { mode: 0o755 })
  const cache = join(home, 'cache')
  return { home, programs, cache, env: { NODE_ENV: 'test' as const, PATH: programs, HOME: home, POSTROOM_CACHE: cache } }
}

function archive(folder: string, script: string): Buffer {
  const source = join(folder, 'archive')
  mkdirSync(source)
  writeFileSync(join(source, 'temporal'), script, { mode: 0o755 })
  writeFileSync(join(source, 'LICENSE'), 'text')
  execFileSync('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', source, 'LICENSE', 'temporal'])
  return readFileSync(join(folder, 'a.tar.gz'))
}

async function site(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/cli/archive`
}

/** A Go that answers as Go does and "builds" the script. */
function withGo(programs: string): void {
  writeFileSync(join(programs, 'go'), `#!/bin/sh\nif [ "$1" = version ]; then echo go version go1.26.8; exit 0; fi\nwhile [ "$1" != -o ]; do shift; done\ncat > "$2" <<'END'\n${ANSWERS}END\nchmod 755 "$2"\n`, { mode: 0o755 })
}

test('the official archive for this platform is downloaded once and kept', async () => {
  const { home, cache, env } = machine()
  const asked: string[] = []
  const bytes = archive(home, ANSWERS)
  const downloadFrom = await site((request, response) => {
    asked.push(request.url ?? '')
    response.end(bytes)
  })
  const first = await acquireTemporal({ env, downloadFrom, logFolder: home })
  const second = await acquireTemporal({ env, downloadFrom, logFolder: home })
  expect(second).toBe(first)
  expect(first).toBe(join(cache, 'temporal-1.8.2'))
  expect(asked).toEqual([`/cli/archive/v1.8.2?platform=${process.platform}&arch=${process.arch === 'x64' ? 'amd64' : process.arch}`])
  expect(readdirSync(cache)).toEqual(['temporal-1.8.2'])
})

test.each<[string, RequestListener]>([
  ['refuses', (_request, response) => response.writeHead(403).end()],
  ['never answers', () => undefined],
  ['stops in the middle', (_request, response) => {
    response.writeHead(200, { 'content-length': '100000' })
    response.write('half')
  }],
  ['sends something else', (_request, response) => response.end('<html>Sign in to the network</html>')],
])('where the download %s, the server is built with Go', async (_what, listener) => {
  const { home, programs, cache, env } = machine()
  withGo(programs)
  const stages: Acquiring[] = []
  const binary = await acquireTemporal({ env, downloadFrom: await site(listener), logFolder: home, patienceMilliseconds: 90, onStage: (stage) => stages.push(stage) })
  expect(stages).toEqual(['looking', 'downloading', 'building'])
  expect(readFileSync(binary, 'utf8')).toBe(ANSWERS)
  expect(readdirSync(cache)).toEqual(['temporal-1.8.2'])
})

test('a downloaded program that does not run here is not kept, and without Go the sentence says what to do', async () => {
  const { home, cache, env } = machine()
  const bytes = archive(home, '#!/bin/sh\nexit 1\n')
  const downloadFrom = await site((_request, response) => response.end(bytes))
  await expect(acquireTemporal({ env, downloadFrom, logFolder: home })).rejects.toThrow(/TEMPORAL_CLI_PATH, install Go, or set TEMPORAL_ADDRESS/)
  expect(existsSync(join(cache, 'temporal-1.8.2'))).toBe(false)
})

test('a program on the PATH, then one of the official installer, comes before any download', async () => {
  const { home, programs, env } = machine()
  const installed = join(home, '.temporalio', 'bin')
  mkdirSync(installed, { recursive: true })
  writeFileSync(join(installed, 'temporal'), ANSWERS, { mode: 0o755 })
  expect(await acquireTemporal({ env, logFolder: home, downloadFrom: 'http://127.0.0.1:1' })).toBe(join(installed, 'temporal'))
  writeFileSync(join(programs, 'temporal'), ANSWERS, { mode: 0o755 })
  expect(await acquireTemporal({ env, logFolder: home, downloadFrom: 'http://127.0.0.1:1' })).toBe(join(programs, 'temporal'))
})

test('a TEMPORAL_CLI_PATH that does not answer is said, not passed over', async () => {
  const { home, env } = machine()
  await expect(acquireTemporal({ env: { ...env, TEMPORAL_CLI_PATH: '/nowhere/temporal' }, logFolder: home })).rejects.toThrow('TEMPORAL_CLI_PATH is /nowhere/temporal')
})
