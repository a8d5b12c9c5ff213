import { condition, defineSignal, isCancellation, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow'
import type { createAppendSent } from '../activities/append-sent'
import type { createSendMessage } from '../activities/send-message'
import type { OutgoingInput } from '../activities/send/outgoing'

/**
 * One per mail in the outbox, until it is accepted, failed, uncertain or cancelled. The row says what is next; this only waits, and asks for one attempt at a
 * time. The signal `recheck` means "read the row again": it was cancelled, retried or settled by a person.
 */

const { lookAtOutgoing } = proxyLocalActivities<ReturnType<typeof createSendMessage>>({ startToCloseTimeout: '20 seconds', retry: { maximumInterval: '10 seconds' } })
const { sendOutgoing } = proxyActivities<ReturnType<typeof createSendMessage>>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '15 seconds',
  // An attempt that nobody finished is judged by its row, once its lease is over.
  retry: { maximumAttempts: 1 },
})
const { appendSent } = proxyActivities<ReturnType<typeof createAppendSent>>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 3, maximumInterval: '1 hour', maximumAttempts: 12 },
})

/** The mail was cancelled, retried or settled, or may now be sent. */
export const recheckSignal = defineSignal('recheck')

/** After an attempt that no worker finished, at least this until the row is read again. */
const LOST_WAIT_MS = 1_000

/** Sends one outgoing message: workflow `outgoing:{id}`. Tries as its activity says, and ends when the mail is accepted, failed, cancelled or uncertain. */
export async function sendMessage(input: OutgoingInput): Promise<void> {
  let rechecks = 0
  setHandler(recheckSignal, () => void (rechecks += 1))
  for (;;) {
    const seen = rechecks
    const look = await lookAtOutgoing(input)
    const told = () => rechecks !== seen
    if (look.next === 'wait') await condition(told, look.ms)
    else if (look.next === 'send') {
      if (!(await done(() => sendOutgoing(input)))) await condition(told, LOST_WAIT_MS)
    } else if (look.next === 'append') {
      if (!(await done(() => appendSent(input))) && !told()) return
    } else if (!told()) return
  }
}

/** False when the activity failed for good or its worker died; the row says what is next. */
async function done(activity: () => Promise<void>): Promise<boolean> {
  try {
    await activity()
    return true
  } catch (error) {
    if (isCancellation(error)) throw error
    return false
  }
}
