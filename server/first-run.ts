import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import { newId } from '../db/schema/columns'
import { auditEvent, calendar, company, member, user, workspace } from '../db/schema'
import { OFFICE_HOURS } from '../rules/calendar'
import { conflict, invalid } from './failure-status'
import { hashPassword } from './password'

/** The invented firm of the demo. Its domain is reserved for examples (RFC 2606) and can never receive mail. */
export const DEMO_COMPANY = { name: 'Brindlewick Freight', domain: 'brindlewick.example', owner: { name: 'Robin Ashgrove', email: 'robin@brindlewick.example' } } as const

export interface NewOwner {
  readonly workspaceName: string
  readonly name: string
  readonly email: string
  readonly password: string
}

export interface Owner {
  readonly workspaceId: string
  readonly userId: string
}

/**
 * What the first start does. With `demo` it makes the demo company and its owner and returns the credentials, which are kept nowhere else.
 * Null: there is somebody already, or the owner is still to be asked for (`createOwner`).
 */
export async function firstRun({ database, demo }: { database: Database; demo: boolean }): Promise<{ email: string; password: string } | null> {
  if (!demo || !(await needsOwner(database))) return null
  const password = randomBytes(12).toString('base64url')
  const { name, email } = DEMO_COMPANY.owner
  const made = await create(database, { workspaceName: DEMO_COMPANY.name, name, email, password }, true)
  return made === null ? null : { email, password }
}

/** True until the first user exists. */
export async function needsOwner(database: Database): Promise<boolean> {
  const users = await database.system.select({ id: user.id }).from(user).limit(1)
  return users.length === 0
}

/** Makes the first workspace and its owner. Throws `conflict.owner` when somebody was first, `invalid.*` when a field is not right. */
export async function createOwner(database: Database, owner: NewOwner): Promise<Owner> {
  if (!/^[^\s@]+@[^\s@]+$/.test(owner.email)) throw invalid('invalid.email', 'That is not an e-mail address.')
  if (owner.name.trim() === '' || owner.workspaceName.trim() === '') throw invalid('invalid.name', 'A name may not be empty.')
  const made = await create(database, owner, false)
  if (made === null) throw conflict('conflict.owner', 'This installation already has its owner. Sign in instead.')
  return made
}

/** Any number works, as long as it is always the same. */
const FIRST_RUN_LOCK = 7_042_000

/** Null when there is a user already. Two that start at once wait for each other here. */
async function create(database: Database, owner: NewOwner, demo: boolean): Promise<Owner | null> {
  const passwordHash = await hashPassword(owner.password)
  return database.system.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_RUN_LOCK})`)
    if ((await tx.select({ id: user.id }).from(user).limit(1)).length > 0) return null
    const made = { workspaceId: newId(), userId: newId() }
    await tx.insert(workspace).values({ id: made.workspaceId, name: owner.workspaceName.trim(), demo })
    await tx.insert(user).values({ id: made.userId, email: owner.email.trim(), name: owner.name.trim(), passwordHash, locale: '', timeZone: '' })
    await tx.insert(member).values({ ...made, role: 'owner' })
    await tx.insert(company).values({ workspaceId: made.workspaceId, name: owner.workspaceName.trim(), domain: demo ? DEMO_COMPANY.domain : (owner.email.trim().split('@')[1] ?? null) })
    await tx.insert(calendar).values({ workspaceId: made.workspaceId, name: 'Office hours', timeZone: 'UTC', hours: OFFICE_HOURS })
    await tx.insert(auditEvent).values({ workspaceId: made.workspaceId, actor: { kind: 'system', id: 'first run' }, kind: 'workspace.created', subjectKind: 'workspace', subjectId: made.workspaceId })
    return made
  })
}
