import type { RecordDetail } from './record-url'

export type Entry = RecordDetail['timeline'][number]

export const TABS = ['all', 'mail', 'notes', 'changes'] as const
export type TimelineTab = (typeof TABS)[number]

/** The line that opens a record shows the mail it came from, so it belongs to two tabs. */
export function isOfTab({ kind, message }: Pick<Entry, 'kind' | 'message'>, tab: TimelineTab): boolean {
  if (tab === 'all') return true
  if (tab === 'mail') return kind === 'mail in' || kind === 'mail out' || message !== null
  return tab === 'notes' ? kind === 'note' : !['mail in', 'mail out', 'note'].includes(kind)
}

export interface Day<Item> {
  readonly key: string
  readonly at: Date
  readonly entries: readonly Item[]
}

/** Entries by the reader's calendar day, in the order they come. */
export function daysOf<Item extends { readonly at: Date }>(entries: readonly Item[]): readonly Day<Item>[] {
  const days = new Map<string, { at: Date; entries: Item[] }>()
  for (const entry of entries) {
    const key = entry.at.toDateString()
    const day = days.get(key)
    if (day === undefined) days.set(key, { at: entry.at, entries: [entry] })
    else day.entries.push(entry)
  }
  return [...days].map(([key, day]) => ({ key, ...day }))
}
