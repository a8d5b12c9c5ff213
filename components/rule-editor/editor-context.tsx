'use client'
import { createContext, useContext, useMemo } from 'react'
import { namesById, referencesOf as referencesFrom } from '../../rules/check-references'
import type { References } from '../../rules/check-references'
import type { RuleGraph } from '../../rules/graph'
import type { Problem } from '../../rules/problem'
import type { Names } from '../../rules/sentence'
import { useStore } from '../data/store'
import type { Outputs } from '../data/trpc'
import type { Place } from '../rule-document/add'
import type { SessionStore } from './session'
import type { Autosave } from './use-autosave'
import type { Trial } from './use-trial'
import type { WhatIf } from '../rule-what-if/use-what-if'

export type RuleDetail = Outputs['rule']['get']

/** Where the list of steps to add is open, and for what. */
export interface Adding {
  readonly place: Place | null
  /** In the window, where the list opens; null: in the middle. */
  readonly at: { readonly x: number; readonly y: number } | null
}

/** The step whose form is asked for, the field of it that the cursor goes to, and a number that grows with each asking. */
export interface Inspecting {
  readonly id: string | null
  readonly field: string | null
  readonly turn: number
}

export interface Editor {
  readonly rule: RuleDetail
  readonly session: SessionStore
  /** False for who may only look, and on a small canvas. */
  readonly canEdit: boolean
  readonly references: References
  readonly names: Names
  readonly problems: readonly Problem[]
  readonly save: Autosave
  readonly trial: Trial
  /** The look back over older mail, and whether the drawing shows its counts now. */
  readonly whatIf: WhatIf & { readonly isShown: boolean }
  /** Opens the list of steps. */
  readonly add: (adding: Adding) => void
  /** Shows a step: selects it, brings it into view and opens its inspector; `field` puts the cursor there. */
  readonly show: (id: string | null, options?: { field?: string; open?: boolean }) => void
  /** Gives the keyboard back to the drawing. */
  readonly leave: () => void
  /** Says something to assistive technology. */
  readonly announce: (text: string) => void
  readonly openDock: (tab: DockTab) => void
}

export const DOCK_TABS = ['sentence', 'test', 'whatIf', 'problems', 'versions'] as const
export type DockTab = (typeof DOCK_TABS)[number]

const EditorContext = createContext<Editor | null>(null)
export const EditorProvider = EditorContext.Provider

/** What the views of one rule share. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('useEditor belongs inside the editor')
  return editor
}

/** The drawing as it is now. */
export function useGraph(): RuleGraph {
  return useStore(useEditor().session).history.present.graph
}

/** The selected steps; the last is the one the keyboard stands on. */
export function useSelected(): readonly string[] {
  return useStore(useEditor().session).selected
}

export function referencesOf({ id, account, references }: Pick<RuleDetail, 'id' | 'account' | 'references'>): References {
  return referencesFrom(account.id, references, id)
}

export function namesOf({ account, references }: Pick<RuleDetail, 'account' | 'references'>): Names {
  return {
    mailbox: Object.fromEntries(references.mailboxes.map(({ id, name }) => [id, name])),
    user: namesById(references.users),
    calendar: namesById(references.calendars),
    hook: namesById(references.hooks),
    endpoint: namesById(references.endpoints),
    list: namesById(references.lists),
    rule: namesById(references.rules),
    account: { [account.id]: account.name },
  }
}

/** Problems by step; those of the rule as a whole under the empty id. */
export function useProblemsByNode(): ReadonlyMap<string, readonly Problem[]> {
  const { problems } = useEditor()
  return useMemo(() => {
    const found = new Map<string, Problem[]>()
    for (const one of problems) found.set(one.node ?? '', [...(found.get(one.node ?? '') ?? []), one])
    return found
  }, [problems])
}
