import type { CalendarHours } from '../calendar'

interface Named {
  readonly id: string
  readonly name: string
}

export interface HereMailbox extends Named {
  readonly path: string
  /** What it is for, such as `archive`; null: nothing in particular. */
  readonly role: string | null
  readonly accountId: string
}

/** What exists where a file is written or arrives, as far as rules may refer to it. */
export interface Here {
  readonly accounts: readonly (Named & { readonly address: string })[]
  readonly mailboxes: readonly HereMailbox[]
  readonly users: readonly (Named & { readonly email: string })[]
  readonly calendars: readonly (Named & { readonly timeZone?: string; readonly hours?: CalendarHours })[]
  readonly lists: readonly (Named & { readonly entries?: readonly string[] })[]
  readonly hooks: readonly Named[]
  readonly endpoints: readonly (Named & { readonly style?: string })[]
  /** Every rule that is not deleted. */
  readonly rules: readonly (Named & { readonly accountId: string; readonly isPublished: boolean })[]
  readonly tags: readonly { readonly name: string }[]
  readonly channels: readonly { readonly name: string }[]
}
