import type { OutgoingChange } from '../../../db/queries/outgoing-change'
import type { OutgoingState } from '../../../db/schema'
import { conflict, notFound } from '../../failure-status'

/** What a person's word made of a mail. */
export interface OutgoingAnswer {
  readonly id: string
  readonly state: OutgoingState
}

const WORDS: Readonly<Record<OutgoingState, string>> = {
  draft: 'is a draft', scheduled: 'is scheduled', queued: 'is queued', sending: 'is being sent', deferred: 'waits for its next try', accepted: 'was accepted by the server',
  failed: 'failed', uncertain: 'may or may not have left', cancelled: 'was cancelled',
}

/** The answer, or why the word came too late. */
export function answered(id: string, change: OutgoingChange, wanted: string): OutgoingAnswer {
  if (change === null) throw notFound('mail')
  if (!change.changed) throw conflict('conflict.outgoing', `The mail ${WORDS[change.state]}, so it cannot be ${wanted}.`)
  return { id, state: change.state }
}
