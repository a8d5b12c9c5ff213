import { Context } from '@temporalio/activity'
import pLimit from 'p-limit'
import type { Caller } from '../mail/http-call'
import type { Submitter } from '../mail/smtp'
import type { Parser } from '../mail/parse'
import { advanceMany, type Batch } from './advance-many'
import { advance } from './advance'
import type { Standing, Subject } from './execution/standing'
import type { ApprovalLinks } from './approval-links'
import { createAppendSent } from './append-sent'
import { createApplyMailboxChanges } from './apply-mailbox-changes'
import type { Connections, OpenSecret } from './connections'
import type { Deps } from './deps'
import { performers } from './effects'
import { createStrikeClock } from './events/strike-clock'
import { ingest } from './ingest'
import { createLookAtAccount } from './look-at-account'
import { perform, type OutwardStep } from './perform'
import type { Plans } from './plans'
import { createSendMessage } from './send-message'
import { createWatchAccount } from './watch-account'

/**
 * The registry of activities, made from the parts of the process. All side effects live in this folder; every activity is idempotent and says on what key.
 * Activities may use rules/, mail/ and db/; they get log, secrets and clock from their factory. To add one: a file here, a line below.
 */
export interface ActivityParts extends Deps {
  readonly plans: Plans
  readonly parser: Parser
  readonly connections: Connections
  readonly submitter: Submitter
  readonly caller: Caller
  readonly openSecret: OpenSecret
  readonly links: ApprovalLinks
  /** Aborted when the process is about to end. */
  readonly stopping: AbortSignal
}

/** What carries an execution on. */
export interface ExecutionActivities {
  advance(subject: Subject): Promise<Standing>
  perform(step: OutwardStep): Promise<void>
  advanceMany(batch: Batch): Promise<void>
}

export function createActivities(parts: ActivityParts) {
  const takeIn = (batch: Parameters<typeof ingest>[1]) => ingest(parts, batch)
  return {
    ...executionActivities(parts),
    ...createWatchAccount({ ...parts, ingest: takeIn }),
    ...createLookAtAccount(parts),
    ...createApplyMailboxChanges(parts),
    ...createSendMessage({ ...parts, ingest: takeIn }),
    ...createAppendSent({ ...parts, ingest: takeIn }),
    ...createStrikeClock(parts),
  }
}

/** In all, so that connections are left for what comes alone. Those of one workspace go one after another: they would only wait for each other's locks. */
const BATCHES_AT_ONCE = 4

function executionActivities(parts: ActivityParts): ExecutionActivities {
  const deps = { ...parts, performers: performers(parts) }
  const turns = pLimit(BATCHES_AT_ONCE)
  const last = new Map<string, Promise<void>>()
  return {
    advance: (subject) => advance(deps, subject),
    async advanceMany(batch) {
      const mine = (last.get(batch.workspaceId) ?? Promise.resolve()).catch(() => undefined).then(() => turns(() => advanceMany(deps, batch)))
      last.set(batch.workspaceId, mine)
      try {
        await mine
      } finally {
        if (last.get(batch.workspaceId) === mine) last.delete(batch.workspaceId)
      }
    },
    perform(step) {
      const context = Context.current()
      return perform({ ...deps, heartbeat: () => context.heartbeat(), signal: context.cancellationSignal }, step)
    },
  }
}
