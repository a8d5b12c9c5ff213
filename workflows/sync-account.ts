import { ActivityCancellationType, CancellationScope, condition, continueAsNew, defineSignal, isCancellation, proxyActivities, proxyLocalActivities, setHandler, workflowInfo } from '@temporalio/workflow'
import type { createApplyMailboxChanges } from '../activities/apply-mailbox-changes'
import type { AccountLook, createLookAtAccount } from '../activities/look-at-account'
import type { AccountInput, createWatchAccount, WatchEnd } from '../activities/watch-account'

/**
 * One per account, for as long as the account lives: keeps a watcher running, restarts it when its connection drops, and has the server told what people
 * did by hand. It remembers nothing that the account's row does not say; the signal `recheck` means only "read the row again".
 */

const { watchAccount } = proxyActivities<ReturnType<typeof createWatchAccount>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '30 seconds',
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

const FIRST_WAIT_SECONDS = 1
const LONGEST_WAIT_SECONDS = 60
/** A watcher that lived this long was healthy: the next wait is short again. */
const HEALTHY_SECONDS = 60
const SIGNED_OUT_WAIT_SECONDS = 15 * 60

interface Watcher {
  readonly settings: string
  readonly scope: CancellationScope
  end: WatchEnd | null
}

/** The watcher of one account, and when to start the next one. */
class Watching {
  private watcher: Watcher | null = null
  private lastSettings = ''
  private wait = FIRST_WAIT_SECONDS
  private startAt = 0

  constructor(private readonly input: AccountInput) {}

  /** Does what the row says: start, go on, start anew with other settings, or stop. */
  follow(look: AccountLook): void {
    if (this.watcher?.end) this.ended(this.watcher.end)
    if (this.watcher !== null && (look.watch !== 'yes' || this.watcher.settings !== look.settings)) this.stop()
    if (look.watch !== 'yes' || this.watcher !== null) return
    if (look.asked || look.settings !== this.lastSettings) {
      this.startAt = 0
      this.wait = FIRST_WAIT_SECONDS
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
    const lost = (): WatchEnd => ({ end: 'dropped', code: 'worker lost', livedSeconds: 0 })
    watcher.scope
      .run(() => watchAccount(this.input))
      .then(
        (end) => (watcher.end = end),
        () => (watcher.end = lost()),
      )
  }

  private ended({ end, livedSeconds }: WatchEnd): void {
    this.watcher = null
    if (livedSeconds >= HEALTHY_SECONDS) this.wait = FIRST_WAIT_SECONDS
    this.startAt = Date.now() + (end === 'signed out' ? SIGNED_OUT_WAIT_SECONDS : this.wait) * 1000
    this.wait = Math.min(LONGEST_WAIT_SECONDS, this.wait * 2)
  }
}
