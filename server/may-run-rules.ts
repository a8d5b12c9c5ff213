import { and, eq } from 'drizzle-orm'
import type { Tx } from '../db/client'
import { member } from '../db/schema'
import { Failure } from '../mail/failure'
import type { Actor } from './actor'

/** Whether somebody may run rules by hand: owners and admins always, members who were given the right. */
export async function mayRunRules(tx: Tx, { workspaceId, userId, role }: Pick<Actor, 'workspaceId' | 'userId' | 'role'>): Promise<boolean> {
  if (role !== 'member') return true
  const [row] = await tx.select({ may: member.mayRunRules }).from(member).where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
  return row?.may === true
}

/** Fails with `forbidden.run rules` for whoever may not. */
export async function requireMayRunRules(tx: Tx, actor: Pick<Actor, 'workspaceId' | 'userId' | 'role'>): Promise<void> {
  if (!(await mayRunRules(tx, actor))) throw new Failure('forbidden.run rules', { retry: 'no', publicMessage: 'You may not run rules by hand. Ask an admin of the workspace for the right to.' })
}
