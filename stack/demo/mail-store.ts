import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Keeps the demo mail server's mail between runs: raw mail once per content, and one index of mailboxes, UIDs and flags. An index left by a killed run
 * may lack the last changes, so its UIDs are not to be trusted: the mailboxes come back with a fresh UIDVALIDITY (RFC 3501 2.3.1.1).
 */

const Stored = z.object({
  clean: z.boolean(),
  mailboxes: z.array(
    z.object({
      path: z.string(),
      uidValidity: z.number(),
      uidNext: z.number(),
      messages: z.array(z.object({ uid: z.number(), flags: z.array(z.string()), internalDate: z.string(), hash: z.string() })),
    }),
  ),
})
type Stored = z.infer<typeof Stored>

export interface KeptMessage {
  readonly uid: number
  readonly flags: readonly string[]
  /** IMAP date-time as the server wrote it. */
  readonly internalDate: string
  readonly raw: string
}

export interface KeptMailbox {
  readonly path: string
  readonly uidValidity: number
  readonly uidNext: number
  readonly messages: readonly KeptMessage[]
}

export class MailStore {
  private readonly rawFolder: string
  private readonly index: string

  constructor(folder: string) {
    this.rawFolder = join(folder, 'raw')
    this.index = join(folder, 'index.json')
    mkdirSync(this.rawFolder, { recursive: true })
  }

  /** What the last run left, or null before the first. `freshUidValidity` is taken when that run was killed. */
  load(freshUidValidity: number): KeptMailbox[] | null {
    if (!existsSync(this.index)) return null
    const stored = Stored.parse(JSON.parse(readFileSync(this.index, 'utf8')))
    return stored.mailboxes.map((mailbox) => ({
      path: mailbox.path,
      uidValidity: stored.clean ? mailbox.uidValidity : freshUidValidity,
      uidNext: mailbox.uidNext,
      messages: mailbox.messages.map(({ hash, ...message }) => ({ ...message, raw: readFileSync(join(this.rawFolder, hash), 'latin1') })),
    }))
  }

  /** Writes the index complete or not at all; `clean` only when nothing can change any more. */
  save(mailboxes: readonly KeptMailbox[], clean: boolean): void {
    const stored: Stored = {
      clean,
      mailboxes: mailboxes.map((mailbox) => ({
        path: mailbox.path,
        uidValidity: mailbox.uidValidity,
        uidNext: mailbox.uidNext,
        messages: mailbox.messages.map(({ raw, flags, ...message }) => ({ ...message, flags: [...flags], hash: this.keep(raw) })),
      })),
    }
    writeFileSync(`${this.index}.new`, JSON.stringify(stored))
    renameSync(`${this.index}.new`, this.index)
  }

  private readonly hashes = new Map<string, string>()

  private keep(raw: string): string {
    const known = this.hashes.get(raw)
    if (known !== undefined) return known
    const hash = createHash('sha256').update(raw, 'latin1').digest('hex')
    const file = join(this.rawFolder, hash)
    if (!existsSync(file)) {
      writeFileSync(`${file}.new`, raw, 'latin1')
      renameSync(`${file}.new`, file)
    }
    this.hashes.set(raw, hash)
    return hash
  }
}
