import { and, eq, isNull } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import type { Tx } from '../../../db/client'
import { hook } from '../../../db/schema'
import type { Sealed } from '../../../db/schema/columns'
import { notFound } from '../../failure-status'
import { HOOKS_PATH } from '../../hooks'
import type { Services } from '../../services'

/** One hook that is there, or `not found`. */
export async function hookOf(tx: Tx, workspaceId: string, id: string): Promise<{ readonly id: string; readonly name: string }> {
  const [row] = await tx.select({ id: hook.id, name: hook.name }).from(hook).where(and(eq(hook.workspaceId, workspaceId), eq(hook.id, id), isNull(hook.deletedAt)))
  if (row === undefined) throw notFound('hook')
  return row
}

/** Where others post to. */
export function addressOf({ origin }: Services, id: string): string {
  return `${origin}${HOOKS_PATH}${id}`
}

/** A new secret, as it is shown once and as it is kept. */
export function newSecret({ secrets }: Services, workspaceId: string, id: string): { readonly shown: string; readonly kept: Sealed } {
  const shown = `phs_${randomBytes(32).toString('base64url')}`
  return { shown, kept: secrets.seal(shown, { workspaceId, record: id, field: 'hook.secret' }) }
}
