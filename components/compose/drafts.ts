import { z } from 'zod'
import type { Draft } from './draft'

const KEY = 'postroom.drafts'
const MOST = 50

const List = z.array(z.string())
const Stored = z.record(z.string(), z.object({ requestId: z.string(), accountId: z.string(), to: List, cc: List, bcc: List, subject: z.string(), text: z.string(), inReplyToMessageId: z.string().nullable() }))

/** The draft kept in this browser under a name (`new`, `reply:<message>`); null: none. */
export function loadDraft(name: string): Draft | null {
  return all()[name] ?? null
}

export function keepDraft(name: string, draft: Draft): void {
  const others = Object.entries(all()).filter(([other]) => other !== name)
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...others, [name, draft]].slice(-MOST))))
}

export function dropDraft(name: string): void {
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(all()).filter(([other]) => other !== name))))
}

function all(): Readonly<Record<string, Draft>> {
  try {
    return Stored.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '{}')).data ?? {}
  } catch (error) {
    // Not ours, or cut off.
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
