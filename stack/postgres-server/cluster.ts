import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Place } from './place'

/** The role that owns everything and migrates; the application never connects as it. */
export const OWNER = 'postroom_owner'

/**
 * Makes the cluster with UTF-8 and the built-in C.UTF-8 collation (machines without locales have no en_US).
 * What a killed initdb left half-made has another name and is thrown away here.
 */
export async function createCluster(place: Place, cluster: string, password: string): Promise<void> {
  const unfinished = join(place.folder, 'cluster.unfinished')
  const passwordFile = join(place.folder, 'initdb-password')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  try {
    if (place.runAs.owner !== null) {
      chownSync(unfinished, place.runAs.owner.uid, place.runAs.owner.gid)
      chownSync(passwordFile, place.runAs.owner.uid, place.runAs.owner.gid)
    }
    await initdb(place, unfinished, passwordFile)
    renameSync(unfinished, cluster)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** The owner's password: made once, kept beside the cluster, readable by us alone. */
export function ownerPassword(folder: string): string {
  const file = join(folder, 'owner-password')
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`
    writeFileSync(unfinished, randomBytes(24).toString('base64url'), { mode: 0o600 })
    renameSync(unfinished, file)
  }
  return readFileSync(file, 'utf8').trim()
}

/** Refuses data of another major version before the server does, in words that say what to do. */
export async function requireSameMajor(native: string, cluster: string): Promise<void> {
  const data = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const { stdout } = await promisify(execFile)(join(native, 'bin', 'postgres'), ['--version'])
  const programs = /(\d+)\./.exec(stdout)?.[1]
  if (programs !== data) {
    throw new Error(`The data in ${dirname(cluster)} was written by PostgreSQL ${data}, the installed programs are ${programs ?? 'unknown'}. Export it with the version that wrote it.`)
  }
}

/** The environment of the database programs: nothing of ours, a fixed locale and time zone. */
export function databaseEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV }
}

async function initdb(place: Place, cluster: string, passwordFile: string): Promise<void> {
  const args = ['-D', cluster, '-U', OWNER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions']
  const started = place.runAs.command(join(place.native, 'bin', 'initdb'), args)
  try {
    await promisify(execFile)(started.command, started.args, { uid: started.uid, gid: started.gid, cwd: '/', env: databaseEnv() })
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new Error(`The database could not be created: ${output || String(cause)}`, { cause })
  }
}
