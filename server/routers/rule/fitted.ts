import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { MAX_CHARACTERS, MAX_REF, type RulesFile } from '../../../rules/exchange/file'
import { fit, LEAVE_OPEN, MAKE, type Fitted } from '../../../rules/exchange/fit'
import type { ReportLine } from '../../../rules/exchange/format'
import { formatOf } from '../../../rules/exchange/formats'
import type { Here } from '../../../rules/exchange/here'
import type { Actor } from '../../actor'
import { accountOf } from '../account/view'
import { surroundingsOf, type Surroundings } from './here'
import { FORMAT } from './schema'

/** A text of rules, and what was chosen about it so far. */
export const EXCHANGED = {
  format: FORMAT.default('json'),
  text: z.string().min(1).max(MAX_CHARACTERS),
  /** Where rules go whose file does not say, or says an account that is not here. */
  accountId: z.uuid().optional(),
  /** By ref: an id of what is here, `open` to choose later, `make` where the file says enough. */
  choices: z.record(z.string().max(MAX_REF), z.union([z.literal(LEAVE_OPEN), z.literal(MAKE), z.uuid()])).default({}),
}

export interface Exchanged {
  readonly report: readonly ReportLine[]
  /** Null: the text cannot be read. */
  readonly read: { readonly file: RulesFile; readonly fitted: Fitted } | null
  readonly around: Surroundings
}

interface Question {
  readonly format: z.infer<typeof FORMAT>
  readonly text: string
  readonly accountId?: string | undefined
  readonly choices: Readonly<Record<string, string>>
}

/** The rules of a text, fitted to what the workspace has. */
export async function exchanged(tx: Tx, actor: Actor, { format, text, accountId, choices }: Question): Promise<Exchanged> {
  if (accountId !== undefined) await accountOf(tx, actor.workspaceId, accountId)
  const { file, report } = formatOf(format).read(text)
  const around = await surroundingsOf(tx, actor.workspaceId)
  if (file === null) return { report, read: null, around }
  const allowed = actor.scopes.has('admin') ? file : withoutHours(file)
  return { report, read: { file: allowed, fitted: fit(allowed, around.here, { accountId: accountId ?? onlyAccount(around.here), choices }) }, around }
}

/** Working hours are made by admins only. */
function withoutHours(file: RulesFile): RulesFile {
  return { ...file, references: { ...file.references, calendars: file.references.calendars.map(({ ref, name }) => ({ ref, name })) } }
}

function onlyAccount({ accounts }: Here): string | null {
  return accounts.length === 1 ? (accounts[0]?.id ?? null) : null
}
