import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RolePasswords } from './database-urls'

/** What an installation keeps to itself. Losing `masterKey` makes every stored mail-server password unreadable. */
export interface Secrets {
  /** Base64 of 32 bytes; seals what the database must not know in clear. */
  readonly masterKey: string
  readonly sessionSecret: string
  readonly database: RolePasswords
}

/** Reads `secrets.json` of the data folder, or makes it on the first start: 0600, and put in place complete or not at all. */
export function loadSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json')
  if (!existsSync(file)) create(file)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const secrets: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isComplete(secrets)) throw new Error(`${file} is not complete. Put its backup back, or run "npm run reset" to begin anew.`)
  return secrets
}

function create(file: string): void {
  const secrets: Secrets = {
    masterKey: randomBytes(32).toString('base64'),
    sessionSecret: randomBytes(32).toString('base64url'),
    database: { app: randomBytes(24).toString('base64url'), system: randomBytes(24).toString('base64url') },
  }
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  renameSync(unfinished, file)
}

function isComplete(value: unknown): value is Secrets {
  if (typeof value !== 'object' || value === null || !('masterKey' in value) || !('sessionSecret' in value) || !('database' in value)) return false
  const { database } = value
  if (typeof database !== 'object' || database === null || !('app' in database) || !('system' in database)) return false
  return [value.masterKey, value.sessionSecret, database.app, database.system].every((secret) => typeof secret === 'string' && secret !== '')
}
