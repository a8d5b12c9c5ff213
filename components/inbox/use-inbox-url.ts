'use client'
import { useMemo } from 'react'
import { parseAsString, useQueryStates } from 'nuqs'
import { scopeOf, type Scope } from './scope'

export interface InboxUrl {
  readonly scopeName: string
  readonly scope: Scope
  readonly q: string
  /** The open thread. */
  readonly thread: string | null
  /** The mail of it that a link names. */
  readonly msg: string | null
  /** What is being written: `new`, `reply:<message>`, `all:<message>` or `forward:<message>`. */
  readonly write: string | null
}

type Change = { readonly scope?: string | null; readonly q?: string | null; readonly thread?: string | null; readonly msg?: string | null; readonly write?: string | null }

/** The address is the state of the screen. Steps a person would want to go back over are pushed; typing replaces. */
export function useInboxUrl(): InboxUrl & { readonly go: (change: Change, how?: 'push' | 'replace') => void } {
  const [state, setState] = useQueryStates(
    { scope: parseAsString.withDefault('inbox'), q: parseAsString.withDefault(''), thread: parseAsString, msg: parseAsString, write: parseAsString },
    { clearOnDefault: true },
  )
  const scope = useMemo(() => scopeOf(state.scope), [state.scope])
  return { scopeName: state.scope, scope, q: state.q, thread: state.thread, msg: state.msg, write: state.write, go: (change, how = 'push') => void setState(change, { history: how }) }
}
