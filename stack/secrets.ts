import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RolePasswords } from './migrate'

/** What an installation keeps to itself. Losing `masterKey` makes every stored mail-server password unreadable. */
export interface Secrets {
  /** Base64 of 32 bytes; seals what the database must not know in clear. */
  readonly masterKey: string
  readonly sessionSecret: string
  readonly database: RolePasswords
}

const stored = z.object({ masterKey: z.string().min(1), sessionSecret: z.string().min(1), database: z.object({ app: z.string().min(1), system: z.string().min(1) }) })

/** Reads `secrets.json` of the data folder, or makes it on the first start: 0600, and put in place complete or not at all. */
export function loadSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json')
  if (!existsSync(file)) create(file)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const parsed = stored.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} is not complete. Put its backup back, or run "npm run reset" to begin anew.`)
  return parsed.data
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
