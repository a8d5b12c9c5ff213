import type { Inputs } from '../data/trpc'

/** Which mail the list shows, as the API knows it. */
export type Scope = NonNullable<Exclude<Inputs['message']['list'], void | undefined>['scope']>

const PLAIN = ['inbox', 'starred', 'snoozed', 'sent', 'all'] as const
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The scope an address names: `inbox`, `starred`, `snoozed`, `sent`, `all`, `account:<id>`, `mailbox:<id>`, `tag:<id>` or `assigned:<id>`. What makes no sense is the inbox. */
export function scopeOf(text: string): Scope {
  const plain = PLAIN.find((kind) => kind === text)
  if (plain !== undefined) return { kind: plain }
  const [kind, id = ''] = text.split(':')
  if (!UUID.test(id)) return { kind: 'inbox' }
  if (kind === 'account') return { kind, accountId: id }
  if (kind === 'mailbox') return { kind, mailboxId: id }
  if (kind === 'tag') return { kind, tagId: id }
  if (kind === 'assigned') return { kind, userId: id }
  return { kind: 'inbox' }
}

/** How an address names a scope. */
export function nameOfScope(scope: Scope): string {
  switch (scope.kind) {
    case 'account':
      return `account:${scope.accountId}`
    case 'mailbox':
      return `mailbox:${scope.mailboxId}`
    case 'tag':
      return `tag:${scope.tagId}`
    case 'assigned':
      return `assigned:${scope.userId}`
    default:
      return scope.kind
  }
}

/** The address of a scope, with its search and thread left behind. */
export function hrefOfScope(scope: Scope): string {
  return scope.kind === 'inbox' ? '/inbox' : `/inbox?scope=${nameOfScope(scope)}`
}

/** True where a mail that is moved away from its folder leaves the list. */
export function isPlace(scope: Scope): boolean {
  return scope.kind === 'inbox' || scope.kind === 'account' || scope.kind === 'mailbox'
}
