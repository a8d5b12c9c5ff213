'use client'
import { useTranslations } from 'next-intl'
import { useTRPCClient } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { showToast } from '../ui/toast-store'
import type { Scope } from './scope'
import { inPlace, newestPlaced, placedOutside, type Target } from './target'
import { useMailChange } from './use-mail-change'

/** What moving answers: where each mail came from. */
interface Moved {
  readonly undo: readonly { readonly mailboxId: string; readonly ids: readonly string[] }[]
}

export type Role = 'archive' | 'trash' | 'junk' | 'inbox'
export type MailActions = ReturnType<typeof useMailActions>

/** What a person does to threads. Every action takes ids, shows at once and can be undone. */
export function useMailActions(scope: Scope) {
  const t = useTranslations('inbox')
  const client = useTRPCClient()
  const change = useMailChange()
  const formats = useFormats()

  const moveBack = async ({ undo }: Moved) => {
    for (const { mailboxId, ids } of undo) await client.message.move.mutate({ mailboxId, ids: [...ids] })
  }
  const leave = (targets: readonly Target[], work: (ids: string[]) => Promise<Moved>, ids: readonly string[], what: string) => {
    const gone = threadIds(targets)
    return change({
      what,
      row: (row, isPlace) => (isPlace && gone.has(row.threadId) ? null : row),
      work: () => inParts(ids, work, (parts) => ({ undo: parts.flatMap(({ undo }) => undo) })),
      inverse: moveBack,
    })
  }

  return {
    /** Puts threads into the folder with a role. */
    putAway(targets: readonly Target[], role: Role): void {
      const ids = role === 'trash' || role === 'junk' ? targets.flatMap((target) => placedOutside(target, [role, 'sent', 'drafts'])) : targets.flatMap((target) => (role === 'inbox' ? placedOutside(target, ['inbox', 'sent', 'drafts']) : inPlace(target, scope)))
      if (ids.length === 0) return void showToast({ text: t('did.nothing') })
      void leave(targets, (some) => client.message.moveToRole.mutate({ ids: some, role }), ids, t(`did.${role}`, { count: targets.length }))
    },

    /** Moves threads to a folder of their account. */
    move(targets: readonly Target[], mailbox: { readonly id: string; readonly name: string }): void {
      const ids = targets.flatMap((target) => placedOutside(target, ['sent', 'drafts']))
      if (ids.length === 0) return void showToast({ text: t('did.nothing') })
      void leave(targets, (some) => client.message.move.mutate({ ids: some, mailboxId: mailbox.id }), ids, t('did.moved', { count: targets.length, folder: mailbox.name }))
    },

    star(targets: readonly Target[], starred: boolean): void {
      const on = threadIds(targets)
      const ids = targets.flatMap((target) => (starred ? newestPlaced(target) : placedOutside(target, [])))
      if (ids.length === 0) return
      void change({
        what: t(starred ? 'did.starred' : 'did.unstarred', { count: targets.length }),
        row: (row) => (on.has(row.threadId) ? { ...row, starred } : row),
        work: () => inParts(ids, (some) => client.message.star.mutate({ ids: some, starred }), joined),
        inverse: ({ changed }) => (changed.length === 0 ? Promise.resolve() : client.message.star.mutate({ ids: [...changed], starred: !starred })),
      })
    },

    /** Marks threads read or unread. `quietly`: because they were opened, which nobody undoes. */
    setRead(targets: readonly Target[], read: boolean, { quietly = false }: { quietly?: boolean } = {}): void {
      const on = threadIds(targets)
      const ids = targets.flatMap((target) => (read ? target.placed.filter(({ unread }) => unread).map(({ id }) => id) : newestPlaced(target)))
      if (ids.length === 0) return
      void change({
        what: quietly ? null : t(read ? 'did.read' : 'did.unread', { count: targets.length }),
        row: (row) => (on.has(row.threadId) ? { ...row, unread: !read, placed: row.placed.map((one) => (ids.includes(one.id) ? { ...one, unread: !read } : one)) } : row),
        work: () => inParts(ids, (some) => client.message.setRead.mutate({ ids: some, read }), joined),
        inverse: ({ changed }) => (changed.length === 0 ? Promise.resolve() : client.message.setRead.mutate({ ids: [...changed], read: !read })),
      })
    },

    /** Takes threads out of sight until a time; null brings them back. */
    snooze(targets: readonly Target[], until: Date | null): void {
      const threads = threadIds(targets)
      const ids = targets.flatMap((target) => [...new Set([target.newestId, ...placedOutside(target, ['sent', 'drafts', 'trash', 'junk'])])])
      const time = until === null ? null : until.toISOString()
      void change({
        what: until === null ? t('did.woken', { count: targets.length }) : t('did.snoozed', { count: targets.length, time: formats.full(until) }),
        row: (row, isPlace) => (!threads.has(row.threadId) ? row : until !== null && isPlace ? null : { ...row, snoozedUntil: time }),
        work: () => inParts(ids, (some) => client.message.snooze.mutate({ ids: some, until: time }), (parts) => parts.flatMap(({ before }) => before)),
        inverse: (before) => inTurn(before, (was) => client.message.snooze.mutate({ ids: [...was.ids], until: was.until })),
      })
    },

    /** Gives threads to somebody, or to nobody. */
    assign(targets: readonly Target[], person: { readonly id: string; readonly name: string } | null): void {
      const threads = threadIds(targets)
      const ids = targets.flatMap((target) => [...new Set([target.newestId, ...placedOutside(target, [])])])
      void change({
        what: person === null ? t('did.unassigned', { count: targets.length }) : t('did.assigned', { count: targets.length, name: person.name }),
        row: (row) => (threads.has(row.threadId) ? { ...row, assignee: person } : row),
        work: () => inParts(ids, (some) => client.message.assign.mutate({ ids: some, userId: person?.id ?? null }), (parts) => parts.flatMap(({ before }) => before)),
        inverse: (before) => inTurn(before, (was) => client.message.assign.mutate({ ids: [...was.ids], userId: was.userId })),
      })
    },

    /** Puts a tag on threads, or takes it off all their messages. */
    setTag(targets: readonly Target[], tag: { readonly id: string; readonly name: string }, on: boolean): void {
      const threads = threadIds(targets)
      const ids = targets.flatMap((target) => (on ? [target.newestId] : [...new Set([target.newestId, ...target.placed.map(({ id }) => id)])]))
      const say = (some: string[], add: boolean) => (add ? client.message.tag : client.message.untag).mutate({ ids: some, tagId: tag.id })
      void change({
        what: t(on ? 'did.tagged' : 'did.untagged', { count: targets.length, tag: tag.name }),
        row: (row) => (threads.has(row.threadId) ? { ...row, tags: on ? [...row.tags.filter(({ id }) => id !== tag.id), { id: tag.id, name: tag.name }] : row.tags.filter(({ id }) => id !== tag.id) } : row),
        work: () => inParts(ids, (some) => say(some, on), joined),
        inverse: ({ changed }) => (changed.length === 0 ? Promise.resolve() : say([...changed], !on)),
      })
    },
  }
}

/** The API takes this many ids at once. */
const AT_ONCE = 200

/** Does the work in parts of as many ids as the API takes, one after the other. */
async function inParts<T, Joined>(ids: readonly string[], work: (ids: string[]) => Promise<T>, join: (parts: readonly T[]) => Joined): Promise<Joined> {
  const parts: T[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) parts.push(await work(ids.slice(at, at + AT_ONCE)))
  return join(parts)
}

/** One after the other: each thing goes back to what it was. */
async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (const one of all) await work(one)
}

function joined(parts: readonly { readonly changed: readonly string[] }[]): { readonly changed: readonly string[] } {
  return { changed: parts.flatMap(({ changed }) => changed) }
}

function threadIds(targets: readonly Target[]): ReadonlySet<string> {
  return new Set(targets.map(({ threadId }) => threadId))
}
