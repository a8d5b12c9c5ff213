import { ActivityCancellationType, ActivityFailure, CancellationScope, condition, continueAsNew, defineSignal, isCancellation, proxyActivities, proxyLocalActivities, setHandler, TimeoutFailure, workflowInfo } from '@temporalio/workflow'
import type { createApplyMailboxChanges } from '../activities/apply-mailbox-changes'
import type { AccountLook, createLookAtAccount } from '../activities/look-at-account'
import type { AccountInput, createWatchAccount } from '../activities/watch-account'
import { FIRST_PAUSE_SECONDS, pauseAfter, type Ended } from './watch-pause'

/**
 * One per account, for as long as the account lives: keeps a watcher running, restarts it when its connection drops, and has the server told what people
 * did by hand. It remembers nothing that the account's row does not say; the signal `recheck` means only "read the row again".
 */

const { watchAccount } = proxyActivities<ReturnType<typeof createWatchAccount>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '15 seconds',
  // A watcher that ended is started again by this workflow, which knows how long to wait.
  retry: { maximumAttempts: 1 },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
})
const { applyMailboxChanges } = proxyActivities<ReturnType<typeof createApplyMailboxChanges>>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { maximumAttempts: 1 },
})
const { lookAtAccount } = proxyLocalActivities<ReturnType<typeof createLookAtAccount>>({ startToCloseTimeout: '20 seconds', retry: { maximumInterval: '10 seconds' } })

/** The account was changed or removed, or has changes waiting. */
export const recheckSignal = defineSignal('recheck')

/** Runs until the account is gone. */
export async function syncAccount(input: AccountInput): Promise<void> {
  const watch = new Watching(input)
  let rechecks = 0
  setHandler(recheckSignal, () => void (rechecks += 1))
  for (;;) {
    const seen = rechecks
    const look = await lookAtAccount(input)
    watch.follow(look)
    if (look.watch === 'none') return
    const changesInSeconds = look.changesInSeconds === 0 ? await carryOut(input) : look.changesInSeconds
    if (workflowInfo().continueAsNewSuggested) {
      watch.stop()
      await continueAsNew<typeof syncAccount>(input)
    }
    const timeouts = [watch.msUntilStart(look), changesInSeconds === null ? null : changesInSeconds * 1000].filter((ms) => ms !== null)
    const stirred = () => rechecks !== seen || watch.hasEnded()
    if (timeouts.length === 0) await condition(stirred)
    else await condition(stirred, Math.max(1, Math.min(...timeouts)))
  }
}

const CHANGES_RETRY_SECONDS = 10

async function carryOut(input: AccountInput): Promise<number | null> {
  try {
    return (await applyMailboxChanges(input)).nextInSeconds
  } catch (error) {
    if (isCancellation(error)) throw error
    return CHANGES_RETRY_SECONDS
  }
}

interface Watcher {
  readonly settings: string
  readonly scope: CancellationScope
  end: Ended | null
}

/** The watcher of one account, and when to start the next one. */
class Watching {
  private watcher: Watcher | null = null
  private lastSettings = ''
  private nextSeconds = FIRST_PAUSE_SECONDS
  private startAt = 0

  constructor(private readonly input: AccountInput) {}

  /** Does what the row says: start, go on, start anew with other settings, or stop. */
  follow(look: AccountLook): void {
    if (this.watcher?.end) this.ended(this.watcher.end)
    if (this.watcher !== null && (look.watch !== 'yes' || this.watcher.settings !== look.settings)) this.stop()
    if (look.watch !== 'yes' || this.watcher !== null) return
    if (look.asked || look.settings !== this.lastSettings) {
      this.startAt = 0
      this.nextSeconds = FIRST_PAUSE_SECONDS
    }
    if (Date.now() >= this.startAt) this.start(look.settings)
  }

  stop(): void {
    this.watcher?.scope.cancel()
    this.watcher = null
  }

  hasEnded(): boolean {
    return this.watcher !== null && this.watcher.end !== null
  }

  /** Null when no start is waiting for its time. */
  msUntilStart(look: AccountLook): number | null {
    return look.watch === 'yes' && this.watcher === null ? Math.max(0, this.startAt - Date.now()) : null
  }

  private start(settings: string): void {
    const watcher: Watcher = { settings, scope: new CancellationScope(), end: null }
    this.watcher = watcher
    this.lastSettings = settings
    watcher.scope
      .run(() => watchAccount(this.input))
      .then(
        (end) => (watcher.end = end),
        (error: unknown) => (watcher.end = endOf(error)),
      )
  }

  private ended(ended: Ended): void {
    this.watcher = null
    const { seconds, nextSeconds } = pauseAfter(ended, { nextSeconds: this.nextSeconds })
    this.startAt = Date.now() + seconds * 1000
    this.nextSeconds = nextSeconds
  }
}

function endOf(error: unknown): Ended {
  const isLost = error instanceof ActivityFailure && error.cause instanceof TimeoutFailure
  return isLost ? { end: 'worker lost' } : { end: 'dropped', code: 'watcher failed', livedSeconds: 0 }
}
