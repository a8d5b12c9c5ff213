import { Context } from '@temporalio/activity'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import { reportProblem } from '../db/queries/account-state'
import { account } from '../db/schema'
import { asFailure, type Failure } from '../mail/failure'
import type { Connection } from '../mail/imap/connect'
import type { Parser } from '../mail/parse'
import { alertUnread } from './account-alerts'
import type { Connections } from './connections'
import type { ActivityLog } from './deps'
import type { IngestBatch } from './ingest/batch'
import { follow, PACE, type Pace } from './sync/follow'
import { superseded, takeEpoch } from './sync/watch'

/**
 * The activity that owns an account's connection, for as long as it lasts. Idempotent by the account's epoch: several may run at once (an engine that was
 * away starts a second one), only the newest writes.
 */
export interface WatchDeps {
  readonly database: Database
  readonly connections: Pick<Connections, 'open'>
  readonly parser: Parser
  readonly ingest: (batch: IngestBatch) => Promise<unknown>
  readonly log: ActivityLog
  /** Aborted when the process is about to end. A watcher whose engine forgot it would not hear of it otherwise. */
  readonly stopping?: AbortSignal
  readonly pace?: Pace
  /** How often the watcher says it is alive and looks whether it still is the one. */
  readonly beatMs?: number
}

export interface AccountInput {
  readonly workspaceId: string
  readonly accountId: string
}

export interface WatchEnd {
  /** `dropped`: a connection there was is gone. `refused`: none could be made. `signed out`: only a person can help. `over`: told to stop, superseded or removed. */
  readonly end: 'dropped' | 'refused' | 'signed out' | 'over'
  /** A code of mail/failure.ts. */
  readonly code: string
  readonly livedSeconds: number
}

/** The watcher's tie to whoever started it. */
export interface Lifeline {
  readonly signal: AbortSignal
  beat(): void
}

/** A server that drops a connection or is away for a moment is no news; one that is away for longer is. */
const SILENCE_SECONDS = 15 * 60
const SIGN_IN = new Set(['authentication', 'app password needed', 'password login disabled', 'secret.unreadable', 'no mail server'])

export function createWatchAccount(deps: WatchDeps): { watchAccount(input: AccountInput): Promise<WatchEnd> } {
  return { watchAccount: (input) => watch(deps, input, lifelineOf(Context.current())) }
}

/** Reads the account until the connection drops, another watcher takes over, or `line` ends. Never throws: how it ended is its result. */
export async function watch(deps: WatchDeps, input: AccountInput, line: Lifeline): Promise<WatchEnd> {
  const started = performance.now()
  const end = (how: WatchEnd['end'], code: string): WatchEnd => ({ end: how, code, livedSeconds: Math.round((performance.now() - started) / 1000) })
  const beats = setInterval(() => line.beat(), deps.beatMs ?? 5_000)
  let connection: Connection
  try {
    // The epoch is taken only with a connection in hand: until then a predecessor the engine lost goes on.
    connection = await deps.connections.open(input.workspaceId, input.accountId)
  } catch (error) {
    clearInterval(beats)
    return refused(deps, input, asFailure(error, 'connection failed', 'The mail server could not be reached.'), end)
  }
  clearInterval(beats)
  try {
    return await own(deps, input, line, connection, end)
  } finally {
    connection.close()
  }
}

async function own(deps: WatchDeps, input: AccountInput, line: Lifeline, connection: Connection, end: (how: WatchEnd['end'], code: string) => WatchEnd): Promise<WatchEnd> {
  const { workspaceId, accountId } = input
  const taken = await takeEpoch(deps.database, workspaceId, accountId)
  if (taken === null) return end('over', 'account removed')
  const { epoch } = taken
  const lost = new AbortController()
  const stop = AbortSignal.any([line.signal, lost.signal, ...(deps.stopping === undefined ? [] : [deps.stopping])])
  stop.addEventListener('abort', () => connection.close(), { once: true })
  const beats = setInterval(() => {
    line.beat()
    stillMine(deps, input, epoch).then(
      (mine) => (mine ? undefined : lost.abort()),
      (error: unknown) => deps.log.warn({ workspaceId, accountId, error }, 'a watcher could not look at its account'),
    )
  }, deps.beatMs ?? 5_000)
  try {
    await follow({ workspaceId, accountId, ...taken, connection, database: deps.database, parser: deps.parser, ingest: deps.ingest, log: deps.log }, stop, deps.pace ?? PACE)
    return end('over', lost.signal.aborted ? 'superseded' : 'stopped')
  } catch (error) {
    if (stop.aborted) return end('over', lost.signal.aborted ? 'superseded' : 'stopped')
    const failure = asFailure(error, 'reading failed', 'Reading the account failed. It is tried again.')
    if (failure.code === superseded().code) return end('over', failure.code)
    deps.log.warn({ workspaceId, accountId, code: failure.code, error }, 'a watcher lost its account')
    await report(deps, input, 'failing', failure, epoch)
    return end('dropped', failure.code)
  } finally {
    clearInterval(beats)
  }
}

async function refused(deps: WatchDeps, input: AccountInput, failure: Failure, end: (how: WatchEnd['end'], code: string) => WatchEnd): Promise<WatchEnd> {
  if (failure.code === 'account removed') return end('over', failure.code)
  const signedOut = SIGN_IN.has(failure.code)
  deps.log.info({ ...input, code: failure.code }, 'an account could not be reached')
  await report(deps, input, signedOut ? 'signed out' : 'failing', failure, null)
  return end(signedOut ? 'signed out' : 'refused', failure.code)
}

async function report(deps: WatchDeps, { workspaceId, accountId }: AccountInput, state: 'failing' | 'signed out', failure: Failure, epoch: number | null): Promise<void> {
  try {
    await deps.database.inWorkspace(workspaceId, async (tx) => {
      const isOurs = await reportProblem(tx, workspaceId, accountId, state, { code: failure.code, message: failure.publicMessage }, epoch)
      if (isOurs) await alertUnread(tx, { workspaceId, accountId, silentSeconds: state === 'signed out' ? 0 : SILENCE_SECONDS }, new Date())
    })
  } catch (error) {
    // The database may be what failed; the next watcher reports again.
    deps.log.warn({ workspaceId, accountId, error }, 'the problem of an account could not be recorded')
  }
}

async function stillMine({ database }: WatchDeps, { workspaceId, accountId }: AccountInput, epoch: number): Promise<boolean> {
  const found = await database.inWorkspace(workspaceId, (tx) =>
    tx
      .select({ id: account.id })
      .from(account)
      .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId), eq(account.epoch, epoch), isNull(account.deletedAt), sql`${account.state} <> 'paused'`)),
  )
  return found.length > 0
}

/**
 * An engine that lost its memory, or was away for longer than the heartbeat allows, cancels with "not found". Then the watcher goes on until a successor
 * has taken the epoch. Any other cancellation means it.
 */
function lifelineOf(context: Context): Lifeline {
  const told = new AbortController()
  context.cancellationSignal.addEventListener('abort', () => {
    const details = context.cancellationDetails
    if (details?.notFound !== true && details?.timedOut !== true) told.abort()
  })
  return { signal: told.signal, beat: () => context.heartbeat() }
}
