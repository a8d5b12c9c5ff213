// Rows for tests that ask questions of the database without running the engine. Each function writes one thing and returns its id.
// Rows made here are what the engine would have written; tests that need the engine itself use the real one.

import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { openDatabase, type Database, type Tx } from '../../db/client'
import * as schema from '../../db/schema'
import { newId } from '../../db/schema/columns'
import type { MailboxRole, StepError } from '../../db/schema'
import type { Receipt } from '../../rules/effects'
import type { ContentFacts } from '../../rules/facts'
import type { Compared } from '../../rules/node-type'
import type { ExecutionState, StepState } from '../../rules/plan/plan'
import { freshDatabase, type TestDatabase } from './database'

export interface Office {
  readonly database: Database
  readonly test: TestDatabase
  readonly workspaceId: string
  readonly userId: string
  readonly accountId: string
  readonly mailboxes: Readonly<Record<'inbox' | 'sent' | 'archive' | 'trash' | 'Invoices', string>>
  /** One transaction in the workspace. */
  ask<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A workspace with one person and one account on a fresh database. */
export async function openOffice(): Promise<Office> {
  const test = await freshDatabase()
  const database = openDatabase({ appUrl: test.appUrl, systemUrl: test.systemUrl, prepare: true })
  const staff = await workspaceWith(database, 'Northwind', 'marta@northwind.example')
  const place = await database.inWorkspace(staff.workspaceId, (tx) => accountWith(tx, staff.workspaceId, 'support@northwind.example'))
  return {
    database,
    test,
    ...staff,
    ...place,
    ask: (work) => database.inWorkspace(staff.workspaceId, work),
    close: async () => {
      await database.close()
      await test.drop()
    },
  }
}

export async function workspaceWith(database: Database, name: string, email: string): Promise<{ workspaceId: string; userId: string }> {
  const workspaceId = newId()
  const userId = newId()
  await database.system.insert(schema.workspace).values({ id: workspaceId, name })
  await database.system.insert(schema.user).values({ id: userId, email, name: 'Marta Lindqvist', passwordHash: '$argon2id$not-a-hash' })
  await database.system.insert(schema.member).values({ workspaceId, userId, role: 'owner' })
  return { workspaceId, userId }
}

export async function accountWith(tx: Tx, workspaceId: string, address: string, kind: 'imap' | 'local' = 'imap'): Promise<Pick<Office, 'accountId' | 'mailboxes'>> {
  const accountId = newId()
  await tx.insert(schema.account).values({ id: accountId, workspaceId, name: address.split('@')[0] ?? address, address, kind, state: 'live', incomingMode: 'live' })
  const box = (name: string, role: MailboxRole | null) => mailboxWith(tx, workspaceId, accountId, name, role)
  return {
    accountId,
    mailboxes: { inbox: await box('INBOX', 'inbox'), sent: await box('Sent', 'sent'), archive: await box('Archive', 'archive'), trash: await box('Trash', 'trash'), Invoices: await box('Invoices', null) },
  }
}

async function mailboxWith(tx: Tx, workspaceId: string, accountId: string, name: string, role: MailboxRole | null): Promise<string> {
  const id = newId()
  await tx.insert(schema.mailbox).values({ id, workspaceId, accountId, path: name, name, role, uidValidity: 1, uidNext: 1 })
  return id
}

export interface MailOptions {
  readonly from?: string
  readonly fromName?: string
  readonly subject?: string
  readonly text?: string
  readonly html?: string
  readonly receivedAt?: Date
  readonly threadId?: string
  readonly mailboxId?: string | null
  readonly flags?: readonly string[]
  readonly attachment?: { readonly filename: string; readonly contentType: string }
  readonly raw?: Buffer
  readonly direction?: 'in' | 'out'
}

let uid = 0

/** One stored message, placed in the inbox unless told otherwise. */
export async function mailWith(tx: Tx, office: Pick<Office, 'workspaceId' | 'accountId' | 'mailboxes'>, options: MailOptions = {}): Promise<{ messageId: string; threadId: string }> {
  const { workspaceId, accountId } = office
  const { from = 'pieter@bouw.example', fromName = 'Pieter van den Berg', subject = 'NWF-20418 still at Rotterdam', text = 'Good morning, where is it?', receivedAt = new Date() } = options
  const messageId = newId()
  const threadId = options.threadId ?? newId()
  const attachments = options.attachment === undefined ? [] : [{ name: options.attachment.filename, type: options.attachment.contentType, size: 184_000 }]
  const header = `<${messageId}@bouw.example>`
  const facts: Omit<ContentFacts, 'text'> = {
    from: { name: fromName, address: from }, replyTo: [], to: [{ name: '', address: 'support@northwind.example' }], cc: [], subject, headers: { subject: [subject] }, attachments,
    size: text.length, messageId: header, inReplyTo: [], references: [], envelopeFrom: from, mailClass: null, sentAt: receivedAt.toISOString(),
  }
  await tx.insert(schema.thread).values({ id: threadId, workspaceId, accountId, subject, messageCount: 1, lastMessageAt: receivedAt }).onConflictDoUpdate({
    target: schema.thread.id,
    set: { messageCount: sql`${schema.thread.messageCount} + 1`, lastMessageAt: receivedAt },
  })
  await tx.insert(schema.message).values({
    id: messageId, workspaceId, accountId, threadId, identity: createHash('sha256').update(messageId).digest(), direction: options.direction ?? 'in', state: 'complete', messageIdHeader: header,
    fromName, fromAddress: from, recipients: { to: facts.to, cc: [] }, subject, snippet: text.slice(0, 200), size: text.length, hasAttachment: attachments.length > 0, facts, sentAt: receivedAt, receivedAt, arrivedAt: receivedAt,
  })
  await tx.insert(schema.bodyCache).values({ messageId, workspaceId, text, html: options.html ?? null })
  if (options.attachment !== undefined) await tx.insert(schema.attachment).values({ workspaceId, messageId, position: 0, ...options.attachment, size: 184_000 })
  if (options.raw !== undefined) await tx.insert(schema.rawMessage).values({ messageId, workspaceId, bytes: options.raw, sha256: createHash('sha256').update(options.raw).digest() })
  const mailboxId = options.mailboxId === undefined ? office.mailboxes.inbox : options.mailboxId
  if (mailboxId !== null) {
    uid += 1
    await tx.insert(schema.placement).values({ workspaceId, accountId, mailboxId, messageId, uidValidity: 1, uid, flags: options.flags ?? [], internalDate: receivedAt })
  }
  return { messageId, threadId }
}

export interface RanStep {
  readonly stepId: string
  readonly state: StepState
  readonly port?: string
  readonly reason?: string
  readonly detail?: string
  readonly compared?: readonly Compared[]
  readonly receipts?: readonly Receipt[]
  readonly error?: StepError
  /** Open until then. */
  readonly waitsUntil?: Date
}

export interface RunOptions {
  readonly ruleId: string
  readonly messageId: string
  readonly threadId: string
  readonly state: ExecutionState
  readonly mode?: 'live' | 'dry run'
  readonly reason?: string
  readonly createdAt?: Date
  readonly endedAt?: Date | null
  readonly steps: readonly RanStep[]
}

/** An execution of the rule's live version with its ledger. */
export async function runWith(tx: Tx, { workspaceId, accountId }: Pick<Office, 'workspaceId' | 'accountId'>, options: RunOptions): Promise<string> {
  const { ruleId, messageId, threadId, createdAt = new Date() } = options
  const executionId = newId()
  const [live] = await tx
    .select({ versionId: schema.ruleVersion.id, planId: schema.ruleVersion.planId })
    .from(schema.rule)
    .innerJoin(schema.ruleVersion, eq(schema.ruleVersion.id, schema.rule.liveVersionId))
    .where(eq(schema.rule.id, ruleId))
  if (live === undefined) throw new Error('publish the rule first')
  await tx.insert(schema.execution).values({
    id: executionId, workspaceId, accountId, ruleId, ruleVersionId: live.versionId, planId: live.planId, eventId: newId(), position: 1, trigger: 'mail arrived', messageId, threadId,
    mode: options.mode ?? 'live', state: options.state, reason: options.reason ?? null, scopeKey: `m:${messageId}`, createdAt, startedAt: createdAt, endedAt: options.endedAt === undefined ? new Date(createdAt.getTime() + 1_200) : options.endedAt,
  })
  for (const { waitsUntil, ...step } of options.steps) {
    await tx.insert(schema.executionStep).values({ executionId, workspaceId, startedAt: createdAt, endedAt: createdAt, ...step })
    if (waitsUntil !== undefined) await tx.insert(schema.wait).values({ workspaceId, executionId, stepId: step.stepId, listensTo: 'answered', threadId, anchorAt: createdAt, dueAt: waitsUntil, eventPort: 'replied', elapsedPort: 'elapsed' })
  }
  return executionId
}
