import { z } from 'zod'
import { MAX_ENTRY, MAX_LIST_ENTRIES } from '../../../rules/word-list'

/** Empty lines are left out and what comes twice, in whatever case, is kept once. */
const Entries = z
  .array(z.string().trim().max(MAX_ENTRY))
  .max(MAX_LIST_ENTRIES)
  .transform((entries) => {
    const seen = new Set<string>()
    return entries.filter((entry) => entry !== '' && !seen.has(entry.toLowerCase()) && seen.add(entry.toLowerCase()))
  })

export const WORD_LIST_FIELDS = { name: z.string().trim().min(1).max(100), entries: Entries }
