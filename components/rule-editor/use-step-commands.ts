'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import type { Scope } from '../../rules/scope'
import { showToast } from '../ui/toast-store'
import { addStep, spliceIn, type Place } from '../rule-document/add'
import { reorder, setField, setRule, setScope, setSettings, setTrigger, type Settings } from '../rule-document/change'
import { connect, disconnect, redirect, refusalOf } from '../rule-document/connect'
import { copyText, paste } from '../rule-document/copy'
import type { Deed, Did } from '../rule-document/did'
import { nodeOf } from '../rule-document/document'
import { tidy } from '../rule-document/layout'
import { placeNodes, type Point } from '../rule-document/place'
import { removeAndHeal, removeNodes } from '../rule-document/remove'
import { useEditor } from './editor-context'
import { newId } from './new-id'
import { useStepWords } from './use-step-words'

/** The commands of the document, bound to this session: canvas, outline, inspector and keys all call these. */
export function useStepCommands() {
  const t = useTranslations('editor')
  const { session, names, rule, announce } = useEditor()
  const words = useStepWords(names, rule.account.name)
  return useMemo(() => {
    const graph = () => session.get().history.present.graph
    const titleOf = (id: string) => {
      const node = nodeOf(graph(), id)
      return node === null ? '' : words.title(node)
    }
    const did = (what: Deed, ids: readonly string[] = []): Did => ({ what, step: ids.length === 1 ? titleOf(ids[0] ?? '') : ids.length === 0 ? '' : t('steps', { count: ids.length }) })
    const edit = (what: Deed, ids: readonly string[], change: (graph: RuleGraph) => RuleGraph, mergeKey?: string) => session.edit(change, did(what, ids), mergeKey)
    const refuse = (from: string, port: string, to: string, besides: string | null = null) => {
      const reason = refusalOf(graph(), from, port, to, besides)
      if (reason !== null) showToast({ text: t(`refused.${reason}`), tone: 'danger' })
      return reason !== null
    }
    const takeAway = (what: 'removed' | 'healed', ids: readonly string[], change: (graph: RuleGraph, ids: readonly string[]) => RuleGraph) => {
      const before = graph().edges.find(({ to }) => to === ids[0])?.from
      if (ids.length > 0 && edit(what, ids, (now) => change(now, ids)) && before !== undefined && !ids.includes(before)) session.select([before])
    }
    return {
      /** Adds a step and selects it; answers its id, or null for a place that is gone. */
      add(type: string, place: Place, at?: Point): string | null {
        const id = newId()
        const added = session.edit((now) => addStep(now, type, place, { node: id, edges: [newId(), newId()] }, at), { what: 'added', step: words.kind(type) })
        if (added) session.select([id])
        return added ? id : null
      },
      spliceIn: (id: string, edge: string) => edit('connected', [id], (now) => spliceIn(now, id, edge, newId())),
      connect: (from: string, port: string, to: string) => !refuse(from, port, to) && edit('connected', [from], (now) => connect(now, { id: newId(), from, port, to })),
      redirect: (from: string, port: string, to: string | null) =>
        (to === null || !refuse(from, port, to)) && edit(to === null ? 'disconnected' : 'redirected', [from], (now) => redirect(now, from, port, to, newId())),
      /** Leads one existing connection elsewhere. */
      reconnect(edge: string, from: string, port: string, to: string) {
        if (refuse(from, port, to, edge)) return
        edit('redirected', [from], (now) => connect(disconnect(now, edge), { id: edge, from, port, to }))
      },
      disconnect: (edge: string) => edit('disconnected', [], (now) => disconnect(now, edge)),
      remove: (ids: readonly string[]) => takeAway('removed', ids, removeNodes),
      heal: (ids: readonly string[]) => takeAway('healed', ids, removeAndHeal),
      move: (positions: ReadonlyMap<string, Point>, mergeKey?: string) => edit('moved', [...positions.keys()], (now) => placeNodes(now, positions), mergeKey),
      tidy: (ids: readonly string[]) => edit('tidied', [], (now) => tidy(now, ids)),
      setField: (id: string, field: string, value: unknown) => edit('edited', [id], (now) => setField(now, id, field, value), `${id}.${field}`),
      setTrigger: (id: string, type: string) => edit('edited', [id], (now) => setTrigger(now, id, type)),
      setSettings: (id: string, settings: Settings) => edit('settings', [id], (now) => setSettings(now, id, settings), Object.keys(settings).join() === 'note' ? `${id}.note` : undefined),
      rename: (id: string, name: string) => edit('renamed', [id], (now) => setSettings(now, id, { name }), `${id}.name`),
      setEnabled: (ids: readonly string[], enabled: boolean) => edit(enabled ? 'switchedOn' : 'switchedOff', ids, (now) => ids.reduce((one, id) => setSettings(one, id, { enabled }), now)),
      setScope: (scope: Scope) => edit('scope', [], (now) => setScope(now, scope), 'rule.scope'),
      setRule: (settings: Parameters<typeof setRule>[1]) => edit('rule', [], (now) => setRule(now, settings), `rule.${Object.keys(settings).join()}`),
      reorder: (id: string, by: -1 | 1) => edit('reordered', [id], (now) => reorder(now, id, by)),
      replace: (next: RuleGraph) => edit('replaced', [], () => next),
      copy(ids: readonly string[]): boolean {
        const text = copyText(graph(), ids)
        if (text === null) return false
        void navigator.clipboard.writeText(text)
        announce(t('copied', { count: ids.length }))
        return true
      },
      duplicate(ids: readonly string[]) {
        const pasted = paste(graph(), copyText(graph(), ids) ?? '', newId)
        if (pasted !== null && edit('duplicated', ids, () => pasted.graph)) session.select(pasted.ids)
      },
      async paste(at: Point | null) {
        const pasted = paste(graph(), await navigator.clipboard.readText(), newId, at)
        if (pasted === null) showToast({ text: t('nothingToPaste') })
        else if (edit('pasted', [], () => pasted.graph)) session.select(pasted.ids)
      },
      undo() {
        const taken = session.undo()
        announce(taken === null ? t('nothingToUndo') : t('undone', { what: t(`did.${taken.what}`, { step: taken.step }) }))
      },
      redo() {
        const done = session.redo()
        announce(done === null ? t('nothingToRedo') : t('redone', { what: t(`did.${done.what}`, { step: done.step }) }))
      },
    }
  }, [session, words, t, announce])
}
