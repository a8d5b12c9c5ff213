'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCommand } from '../keyboard/use-command'
import { focusAfterRemoval, moveFocus } from '../ui/list-motion'
import { targetOfRow, targetOfThread, type Target } from './target'
import { useDeeds } from './use-deeds'
import { useInboxUrl } from './use-inbox-url'
import { useMailActions } from './use-mail-actions'
import { useMessages } from './use-messages'
import { useThread } from './use-thread'

export type InboxState = ReturnType<typeof useInbox>

/** What list, reader, toolbar and panel share: which row is in focus, which are chosen, which thread is open, and what acts on them. */
export function useInbox() {
  const url = useInboxUrl()
  const messages = useMessages(url.scope, url.q)
  const thread = useThread(url.thread)
  const actions = useMailActions(url.scope)
  const [focused, setFocused] = useState<string | null>(url.thread)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const ids = useMemo(() => messages.rows.map(({ threadId }) => threadId), [messages.rows])

  const targets = useMemo((): readonly Target[] => {
    const rows = new Map(messages.rows.map((row) => [row.threadId, row]))
    const wanted = selected.size > 0 ? [...selected] : [focused ?? url.thread ?? '']
    const found = wanted.flatMap((id) => {
      const row = rows.get(id)
      return row === undefined ? [] : [targetOfRow(row)]
    })
    if (found.length > 0 || selected.size > 0) return found
    const open = thread.data === undefined ? null : targetOfThread(thread.data)
    return open === null ? [] : [open]
  }, [messages.rows, selected, focused, url.thread, thread.data])

  const open = (id: string) => {
    setFocused(id)
    url.go({ thread: id, write: null, msg: null }, url.thread === null ? 'push' : 'replace')
  }
  const close = () => {
    if (url.thread === null) return false
    url.go({ thread: null, msg: null, write: null })
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-list]')?.focus({ preventScroll: true }))
    return true
  }

  const deeds = useDeeds({
    targets,
    actions,
    onGone: (gone, then) => {
      const from = focused ?? url.thread
      const next = then === 'open newer' && from !== null ? moveFocus(ids.filter((id) => id === from || !gone.has(id)), from, -1) : focusAfterRemoval(ids, from, gone)
      setFocused(next)
      setSelected(new Set())
      if (url.thread === null || !gone.has(url.thread)) return
      url.go({ thread: then === 'focus' || next === null || gone.has(next) ? null : next, msg: null, write: null }, 'replace')
    },
  })

  useCommand('list.back', close, { enabled: url.thread !== null })
  useCommand('up', () => {
    if (selected.size > 0) return setSelected(new Set())
    return close()
  })
  useReadOnOpen(thread.data, actions)

  return {
    url,
    messages,
    thread,
    deeds,
    focused,
    selected,
    open,
    close,
    focus: setFocused,
    select: setSelected,
    search: (q: string) => {
      setSelected(new Set())
      url.go({ q: q === '' ? null : q }, 'replace')
    },
    /** This place without what is being written is added by the composer's undo. */
    address: addressOf(url),
  }
}

function addressOf({ scopeName, q, thread, write }: ReturnType<typeof useInboxUrl>): string {
  const query = new URLSearchParams(Object.entries({ scope: scopeName === 'inbox' ? null : scopeName, q: q || null, thread, write }).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
  return `/inbox?${query.toString()}`
}

/** A thread that is opened is read: once, so that marking it unread again holds. */
function useReadOnOpen(view: ReturnType<typeof useThread>['data'], actions: ReturnType<typeof useMailActions>): void {
  const done = useRef<string | null>(null)
  const id = view?.thread.id ?? null
  useEffect(() => {
    if (view === undefined || id === null || done.current === id) return
    done.current = id
    const target = targetOfThread(view)
    if (target?.unread) actions.setRead([target], true, { quietly: true })
  }, [view, id, actions])
  useEffect(() => {
    if (id === null) done.current = null
  }, [id])
}
