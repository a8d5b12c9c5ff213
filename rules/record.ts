/** Records as rules know them. */

export const RECORD_STAGES = ['new', 'open', 'waiting', 'done', 'lost'] as const
/** In the order a record goes through them. */
export type RecordStage = (typeof RECORD_STAGES)[number]

export type RecordType = 'ticket' | 'lead'

/** What a stage is called where it may be that of a ticket or of a lead, as a choice. */
export const STAGE_CHOICES: Readonly<Record<RecordStage, string>> = { new: 'New', open: 'In progress', waiting: 'Waiting', done: 'Done', lost: 'Given up' }

/** The same within a sentence; its phrase is `condition.choice.recordStage.<stage>`. */
export const STAGE_WORDS: Readonly<Record<RecordStage, string>> = { new: 'new', open: 'in progress', waiting: 'waiting', done: 'done', lost: 'given up' }

/** An open record that the mail belongs to. One that a dry run made has neither ref nor number. */
export interface OpenRecord {
  readonly ref: string
  readonly type: RecordType
  readonly number: number
  readonly stage?: string
  readonly title?: string
  readonly assigneeRef?: string | null
  readonly fields?: Readonly<Record<string, string>>
}
