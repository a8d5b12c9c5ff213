import type { Part } from './compile'
import { problem } from './problem'
import type { Problem } from './problem'

/** What exists, as far as a rule may refer to it. */
export interface References {
  readonly accountRef: string
  /** Mailboxes of the whole workspace by ref, so that one of another account can be told from one that is gone. */
  readonly mailboxes: Readonly<Record<string, { readonly name: string; readonly accountRef: string }>>
  /** Names of the active members by ref. */
  readonly users: Readonly<Record<string, string>>
}

/** Every id a config refers to must exist, and a mailbox must belong to the rule's account. */
export function checkReferences(parts: readonly Part[], references: References): readonly Problem[] {
  return parts.flatMap(({ node, type, config }) => {
    if (type.role !== 'action') return []
    return (type.references?.(config) ?? []).flatMap(({ kind, id, field }) => {
      if (kind === 'user') return Object.hasOwn(references.users, id) ? [] : [problem(node.id, 'userGone', { field })]
      const mailbox = Object.hasOwn(references.mailboxes, id) ? references.mailboxes[id] : undefined
      if (mailbox === undefined) return [problem(node.id, 'mailboxGone', { field })]
      if (mailbox.accountRef !== references.accountRef) return [problem(node.id, 'mailboxOfAnotherAccount', { field, values: { mailbox: mailbox.name } })]
      return []
    })
  })
}
