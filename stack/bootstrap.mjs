// Runs before every npm script, on any Node, with nothing installed: says so when Node is too old, installs packages when they are missing or stale.
// Installed means: node_modules carries the stamp of this package.json, lock file, Node major and platform. The stamp goes before an install and comes after it,
// so an install that was killed half-way is done again. Imports nothing but Node; plain syntax, so that an old Node reaches the friendly sentence.

import { spawnSync } from 'child_process'
import { createHash } from 'crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs'
import { dirname, join, resolve } from 'path'
import { fileURLToPath } from 'url'

const OLDEST_NODE = [20, 19]

/** Installs what is missing in `root`. Returns what was done: nothing, adopted (npm had installed exactly this by hand), or installed. */
export function bootstrap(root, run = runNpm) {
  const stampFile = join(root, 'node_modules', '.postroom-stamp')
  const wanted = stampOf(root)
  if (read(stampFile) === wanted) return 'nothing'
  const release = lock(join(root, '.postroom'))
  try {
    if (read(stampFile) === wanted) return 'nothing'
    const adopted = isInstalled(root)
    if (!adopted) install(root, stampFile, run)
    writeFileSync(stampFile, wanted)
    return adopted ? 'adopted' : 'installed'
  } finally {
    release()
  }
}

/** What an installation depends on, as one short text. */
export function stampOf(root) {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(file + '\0' + (read(join(root, file)) || '') + '\0')
  hash.update(process.versions.node.split('.')[0] + ' ' + process.platform + ' ' + process.arch)
  return hash.digest('hex')
}

/** The sentence for a Node that is too old, or null. */
export function nodeProblem(version) {
  const parts = version.split('.').map(Number)
  const isOld = parts[0] < OLDEST_NODE[0] || (parts[0] === OLDEST_NODE[0] && parts[1] < OLDEST_NODE[1])
  return isOld ? 'Postroom needs Node ' + OLDEST_NODE.join('.') + ' or newer; this is Node ' + version + '. Get one at https://nodejs.org or with your version manager (for example: nvm install 22).' : null
}

function install(root, stampFile, run) {
  rmSync(stampFile, { force: true })
  console.log('Installing packages (about a minute, once) …')
  const started = Date.now()
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  if (!run(root, ['ci'].concat(flags))) {
    console.log('"npm ci" did not work; trying "npm install" without the lock file …')
    if (!run(root, ['install', '--no-save', '--package-lock=false'].concat(flags))) {
      throw new Error('The packages could not be installed; npm said why above. Is the network (or your npm registry) reachable?')
    }
  }
  console.log('Packages installed in ' + Math.round((Date.now() - started) / 1000) + ' s.')
}

function runNpm(root, args) {
  const script = process.env.npm_execpath
  const isScript = script !== undefined && /\.[cm]?js$/.test(script)
  const command = isScript ? process.execPath : script || (process.platform === 'win32' ? 'npm.cmd' : 'npm')
  const result = spawnSync(command, isScript ? [script].concat(args) : args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return result.status === 0
}

/** npm writes this list only when an install is complete: when it names exactly what the lock file names, there is nothing to do. */
function isInstalled(root) {
  const hidden = read(join(root, 'node_modules', '.package-lock.json'))
  const locked = read(join(root, 'package-lock.json'))
  if (hidden === null || locked === null) return false
  const have = JSON.parse(hidden).packages || {}
  const want = JSON.parse(locked).packages || {}
  return Object.keys(want).every((path) => {
    if (path === '') return true
    const missing = have[path] === undefined || !existsSync(join(root, path))
    return missing ? want[path].optional === true || want[path].devOptional === true : have[path].version === want[path].version
  })
}

/** Two scripts started together must not both run npm in one folder: the second waits. */
function lock(folder) {
  const file = join(folder, 'install.lock')
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  let said = false
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (cause) {
      if (cause.code !== 'EEXIST') throw cause
    }
    if (!holderRuns(file)) rmSync(file, { force: true })
    else if (!said) said = console.log('Another Postroom script is installing packages; waiting for it …') === undefined
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  }
}

function holderRuns(file) {
  const pid = Number(read(file))
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause.code === 'EPERM'
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause.code === 'ENOENT') return null
    throw cause
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const problem = nodeProblem(process.versions.node)
  try {
    if (problem) throw new Error(problem)
    bootstrap(dirname(dirname(fileURLToPath(import.meta.url))))
  } catch (cause) {
    console.error('\n' + cause.message + '\n')
    process.exit(1)
  }
}
