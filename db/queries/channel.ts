import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { channel, channelPost } from '../schema'

export interface NewPost {
  readonly workspaceId: string
  /** Its name, whatever its case. */
  readonly channel: string
  readonly createMissing: boolean
  readonly effectKey: string
  readonly text: string
  readonly messageId: string | null
  readonly executionId: string
  readonly at: Date
}

export interface Posted {
  readonly channelId: string
  /** False: what has this effect key was posted before. */
  readonly isNew: boolean
  /** The channel was missing, and was made for this. */
  readonly madeChannel: boolean
}

/** Posts to a channel. Idempotent by effect key. Of two transactions that make one channel the second waits and finds it. Null: it is missing and not to be made. */
export async function postToChannel(tx: Tx, { workspaceId, channel: name, createMissing, ...post }: NewPost): Promise<Posted | null> {
  const known = await channelNamed(tx, workspaceId, name)
  const made = known === null && createMissing ? await insertChannel(tx, workspaceId, name, null) : null
  const found = known ?? made ?? (createMissing ? await channelNamed(tx, workspaceId, name) : null)
  if (found === null) return null
  const [posted] = await tx
    .insert(channelPost)
    .values({ workspaceId, channelId: found, ...post })
    .onConflictDoNothing({ target: [channelPost.workspaceId, channelPost.effectKey] })
    .returning({ id: channelPost.id })
  if (posted !== undefined) await notifyChanged(tx, workspaceId, 'channel', [found])
  return { channelId: found, isNew: posted !== undefined, madeChannel: made !== null }
}

/** Makes a channel and returns its id; that of the one with this name when there is one. */
export async function makeChannel(tx: Tx, workspaceId: string, name: string, userId: string | null): Promise<string | null> {
  return (await insertChannel(tx, workspaceId, name, userId)) ?? channelNamed(tx, workspaceId, name)
}

async function insertChannel(tx: Tx, workspaceId: string, name: string, userId: string | null): Promise<string | null> {
  const [made] = await tx.insert(channel).values({ workspaceId, name, createdBy: userId }).onConflictDoNothing().returning({ id: channel.id })
  if (made === undefined) return null
  await notifyChanged(tx, workspaceId, 'channel', [made.id])
  return made.id
}

/** The id of the channel of this name, whatever its case; null: there is none. */
export async function channelNamed(tx: Tx, workspaceId: string, name: string): Promise<string | null> {
  const [found] = await tx.select({ id: channel.id }).from(channel).where(and(eq(channel.workspaceId, workspaceId), sql`lower(${channel.name}) = lower(${name})`))
  return found?.id ?? null
}

export interface ChannelRow {
  readonly id: string
  readonly name: string
  readonly posts: number
  readonly lastPostAt: Date | null
}

/** The channels by name, with how much was posted to each. */
export async function channels(tx: Tx, workspaceId: string): Promise<readonly ChannelRow[]> {
  const rows = await tx
    .select({ id: channel.id, name: channel.name, posts: sql<number>`count(${channelPost.id})::int`, lastPostAt: sql<string | null>`max(${channelPost.at})` })
    .from(channel)
    .leftJoin(channelPost, eq(channelPost.channelId, channel.id))
    .where(eq(channel.workspaceId, workspaceId))
    .groupBy(channel.id)
    .orderBy(sql`lower(${channel.name})`)
  return rows.map((row) => ({ ...row, lastPostAt: row.lastPostAt === null ? null : new Date(row.lastPostAt) }))
}

/** What was posted to a channel, newest first; `before` is the id of the last post of the page before. */
export async function channelPosts(tx: Tx, workspaceId: string, channelId: string, before: string | null, limit: number) {
  return tx
    .select({ id: channelPost.id, text: channelPost.text, at: channelPost.at, messageId: channelPost.messageId, executionId: channelPost.executionId })
    .from(channelPost)
    .where(and(eq(channelPost.workspaceId, workspaceId), eq(channelPost.channelId, channelId), before === null ? undefined : lt(channelPost.id, before)))
    .orderBy(desc(channelPost.id))
    .limit(limit)
}
