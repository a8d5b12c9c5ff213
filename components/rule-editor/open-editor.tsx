'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useTranslations } from 'next-intl'
import { compile } from '../../rules/compile'
import { useStore } from '../data/store'
import type { CanvasHandle } from '../canvas/canvas'
import { sameGraph } from '../rule-document/document'
import { useMe } from '../shell/me'
import { Main, useMedia } from '../shell/panes'
import { showToast } from '../ui/toast-store'
import { Announcer, NOTHING_SAID, type Said } from './announcer'
import { ConflictDialog } from './conflict-dialog'
import { DOCK_TABS, EditorProvider, namesOf, referencesOf, type Adding, type DockTab, type Editor, type Inspecting, type RuleDetail } from './editor-context'
import { EditorKeys } from './editor-keys'
import { EditorFrame } from './editor-frame'
import { QuickPalette } from './quick-palette'
import { createSession } from './session'
import { historyOf, keepHistory } from './stored-history'
import { TopBar } from './top-bar'
import { useAutosave } from './use-autosave'
import { useTrial } from './use-trial'
import { useWhatIf } from '../rule-what-if/use-what-if'

/** The editor of a rule that is here. It holds the session; everything below reads it from the context. */
export function OpenEditor({ rule }: { rule: RuleDetail }) {
  const t = useTranslations('editor')
  const me = useMe()
  const roomy = useMedia('(min-width: 640px)')
  const [{ session, begin }] = useState(() => openSession(rule))
  const { history, selected } = useStore(session)
  const graph = history.present.graph
  const save = useAutosave(rule.id, graph, begin)
  const references = useMemo(() => referencesOf(rule), [rule])
  const names = useMemo(() => namesOf(rule), [rule])
  const problems = useMemo(() => {
    const compiled = compile(graph, references)
    return 'plan' in compiled ? compiled.warnings : compiled.problems
  }, [graph, references])
  const [node, setNode] = useQueryState('node', parseAsString)
  const [dock, setDock] = useQueryState('dock', parseAsStringLiteral([...DOCK_TABS, 'closed'] as const))
  const [mailId, setMailId] = useQueryState('mail', parseAsString)
  const trial = useTrial({ ruleId: rule.id, graph, references, mailId, choose: useCallback((id: string | null) => void setMailId(id), [setMailId]) })
  const whatIf = useWhatIf({ ruleId: rule.id, graph })
  const [adding, setAdding] = useState<Adding | null>(null)
  const [said, setSaid] = useState<Said>(NOTHING_SAID)
  const announce = useCallback((text: string) => setSaid({ text }), [])
  const [inspecting, setInspecting] = useState<Inspecting | null>(null)
  const turns = useRef(0)
  const canvas = useRef<CanvasHandle>(null)
  const canEdit = me.scopes.includes('write')

  useOthersChanges(rule, session, save)
  useEffect(() => {
    const timer = setTimeout(() => keepHistory(rule.id, save.revision, history), 250)
    return () => clearTimeout(timer)
  }, [rule.id, save.revision, history])
  const first = useRef(node)
  useEffect(() => {
    if (first.current !== null && graph.nodes.some(({ id }) => id === first.current)) session.select([first.current])
    first.current = null
  }, [session, graph])
  const last = selected.at(-1) ?? null
  // Asked for one step only: whoever walks on to another keeps the keyboard.
  if (inspecting !== null && inspecting.id !== last) setInspecting(null)
  useEffect(() => {
    if (first.current === null) void setNode(last)
    if (last !== null) canvas.current?.reveal(last)
  }, [last, setNode])

  const show = useCallback<Editor['show']>((id, { field, open = true } = {}) => {
    session.select(id === null ? [] : [id])
    if (open) setInspecting({ id, field: field ?? null, turn: ++turns.current })
  }, [session])
  const leave = useCallback(() => canvas.current?.focus(), [])
  const openDock = useCallback((tab: DockTab) => void setDock(tab), [setDock])
  const editor: Editor = { rule, session, canEdit, references, names, problems, save, trial, whatIf: { ...whatIf, isShown: dock === 'whatIf' && whatIf.status !== null && !whatIf.isStale }, add: setAdding, show, leave, announce, openDock }

  return (
    <EditorProvider value={editor}>
      <Main label={t('title')}>
        <TopBar roomy={roomy} />
        <EditorFrame
          roomy={roomy}
          canvas={canvas}
          dock={dock ?? 'sentence'}
          setDock={(tab) => void setDock(tab)}
          inspecting={inspecting}
          setInspecting={setInspecting}
        />
      </Main>
      <QuickPalette adding={adding} onClose={() => setAdding(null)} onAdded={(id) => show(id)} canvas={canvas} />
      <EditorKeys canvas={canvas} onEdit={() => last !== null && show(last)} onTest={() => openDock('test')} />
      <ConflictDialog />
      <Announcer said={said} />
    </EditorProvider>
  )

  function useOthersChanges(newest: RuleDetail, mine: typeof session, saving: typeof save) {
    const theirs = newest.draftRevision > saving.revision && saving.state.kind === 'saved' ? newest : null
    useEffect(() => {
      if (theirs === null) return
      mine.edit(() => theirs.draft, { what: 'replaced', step: '' })
      saving.adopt(theirs.draftRevision, theirs.draft)
      showToast({ text: t('changedByOther', { who: theirs.savedBy ?? '' }) })
    }, [theirs, mine, saving])
  }
}

/** The document as this tab had it, where that is still the same draft, else as the server has it. */
function openSession(rule: RuleDetail) {
  const kept = historyOf(rule.id, rule.draftRevision, rule.draft)
  const session = createSession(rule.draft, kept)
  const { graph } = session.get().history.present
  return { session, begin: { revision: rule.draftRevision, graph: sameGraph(graph, rule.draft) ? graph : rule.draft, at: rule.savedAt } }
}
