'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import type { RuleGraph } from '../../rules/graph'
import { answerOf } from '../data/failure'
import { useTRPC } from '../data/trpc'

const REST_MILLISECONDS = 700
const AGAIN_MILLISECONDS = 8_000

export type SaveState =
  | { readonly kind: 'saved'; readonly at: Date }
  | { readonly kind: 'unsaved' | 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Somebody else saved since; the server's sentence says who. */
  | { readonly kind: 'conflict'; readonly who: string }

export interface Autosave {
  readonly state: SaveState
  readonly revision: number
  /** The drawing the server has. */
  readonly savedGraph: RuleGraph
  /** Saves now; resolves with the revision once the server has everything, or null when it could not. */
  flush(): Promise<number | null>
  /** Takes over what the server has, or a revision to write over. */
  adopt(revision: number, graph: RuleGraph): void
}

/** Saves the draft a moment after each change, one save at a time, each naming the revision it was made on. */
export function useAutosave(ruleId: string, graph: RuleGraph, begin: { readonly revision: number; readonly graph: RuleGraph; readonly at: Date }): Autosave {
  const trpc = useTRPC()
  const { mutateAsync } = useMutation(trpc.rule.saveDraft.mutationOptions())
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: begin.at })
  const [saved, setSaved] = useState({ revision: begin.revision, graph: begin.graph })
  const at = useRef({ saved, graph, running: null as Promise<number | null> | null })
  useEffect(() => {
    at.current.graph = graph
  })
  const settle = useCallback((revision: number, done: RuleGraph) => {
    at.current.saved = { revision, graph: done }
    setSaved({ revision, graph: done })
  }, [])

  const save = useCallback(async (): Promise<number | null> => {
    while (at.current.graph !== at.current.saved.graph) {
      const sent = at.current.graph
      setState({ kind: 'saving' })
      try {
        const answer = await mutateAsync({ id: ruleId, revision: at.current.saved.revision, graph: sent })
        settle(answer.draftRevision, sent)
        setState({ kind: 'saved', at: answer.savedAt })
      } catch (error) {
        const said = answerOf(error)
        setState(said.code === 'conflict.draft' ? { kind: 'conflict', who: said.message } : { kind: 'failed', error })
        return null
      }
    }
    return at.current.saved.revision
  }, [mutateAsync, ruleId, settle])

  const flush = useCallback((): Promise<number | null> => {
    at.current.running ??= save().finally(() => {
      at.current.running = null
    })
    return at.current.running
  }, [save])

  useLeaving(() => (at.current.graph !== at.current.saved.graph ? void flush() : undefined), state.kind === 'failed' || state.kind === 'conflict')

  const adopt = useCallback((revision: number, theirs: RuleGraph) => {
    settle(revision, theirs)
    setState(at.current.graph === theirs ? { kind: 'saved', at: new Date() } : { kind: 'unsaved' })
  }, [settle])

  const isDirty = graph !== saved.graph
  const isStuck = state.kind === 'conflict'
  const wait = state.kind === 'failed' ? AGAIN_MILLISECONDS : REST_MILLISECONDS
  useEffect(() => {
    if (!isDirty || isStuck) return
    const timer = setTimeout(() => void flush(), wait)
    return () => clearTimeout(timer)
  }, [isDirty, isStuck, graph, flush, wait])

  const shown: SaveState = isDirty && state.kind === 'saved' ? { kind: 'unsaved' } : state
  return { state: shown, revision: saved.revision, savedGraph: saved.graph, flush, adopt }
}

/** Saves what is not saved yet when the screen is left or the tab goes to the back; while saving fails, the browser asks before the tab is closed. */
function useLeaving(saveRest: () => void, isStuck: boolean): void {
  const latest = useRef(saveRest)
  useEffect(() => {
    latest.current = saveRest
  })
  useEffect(() => {
    const onHide = () => {
      if (document.visibilityState === 'hidden') latest.current()
    }
    document.addEventListener('visibilitychange', onHide)
    return () => {
      document.removeEventListener('visibilitychange', onHide)
      latest.current()
    }
  }, [])
  useEffect(() => {
    if (!isStuck) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isStuck])
}
