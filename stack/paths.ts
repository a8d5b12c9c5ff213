// Where things lie on disk: the project, the one ignored data folder, the cache that outlives both.
// Everything a run writes goes below dataFolder() or cacheFolder(); nothing goes to a temporary folder that a reboot clears.
// stack/ brings up what is missing for start, dev and test; it may import anything, nothing outside stack/ and test/ imports it.

import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with Postroom's package.json, found upwards from this file, so that it also holds for a bundle in the data folder. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!isProject(folder)) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('Postroom\'s package.json was not found above ' + fileURLToPath(import.meta.url))
    folder = parent
  }
  return folder
}

/** The one folder with all data of an installation: POSTROOM_DATA, else `.postroom` in the project. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.POSTROOM_DATA ? resolve(env.POSTROOM_DATA) : join(projectRoot(), '.postroom')
}

/** Binaries that are fetched or built once per version and survive `reset` and `npm ci`: POSTROOM_CACHE, else `~/.cache/postroom`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.POSTROOM_CACHE ? resolve(env.POSTROOM_CACHE) : join(homedir(), '.cache', 'postroom')
}

/** Bundles made from the sources. Always in the project, because they resolve packages from its node_modules. */
export function buildFolder(): string {
  return join(projectRoot(), '.postroom', 'build')
}

/**
 * Makes a folder of the data tree and returns it. Others may pass through it but not list it: as root, Postgres runs under
 * another uid and has to reach its own folder below this one.
 */
export function makeFolder(folder: string): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o711)
  }
  return folder
}

function isProject(folder: string): boolean {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return false
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'postroom'
}
