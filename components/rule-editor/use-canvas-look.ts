'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { GraphNode, RuleGraph } from '../../rules/graph'
import type { Problem } from '../../rules/problem'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import type { CardLook, CardMark, Pill, WireLook } from '../canvas/canvas-parts'
import { edgesFrom, nodeOf, portsOf, roleOf } from '../rule-document/document'
import { useEditor, useGraph, useProblemsByNode } from './editor-context'
import { lightOf, type Light, type Mark } from './trial-light'
import { useStepWords } from './use-step-words'

/** Where the test mail went; null while no mail is loaded or the rule cannot be tried. */
export function useLight(): Light | null {
  const { trial } = useEditor()
  const graph = useGraph()
  const run = trial.rehearsal?.run ?? null
  return useMemo(() => (run === null || trial.plan === null ? null : lightOf(graph, trial.plan, run)), [graph, run, trial.plan])
}

/** How many runs of the look back went along each connection that was gone along, by its id; null while its counts are not shown. */
function useCounted(): ReadonlyMap<string, string> | null {
  const { whatIf } = useEditor()
  const graph = useGraph()
  const formats = useFormats()
  const edges = whatIf.isShown ? (whatIf.status?.edges ?? null) : null
  return useMemo(() => {
    if (edges === null) return null
    const runs = new Map(edges.map((edge) => [`${edge.from} ${edge.port} ${edge.to}`, edge.runs]))
    return new Map(graph.edges.flatMap(({ id, from, port, to }) => {
      const count = runs.get(`${from} ${port} ${to}`)
      return count === undefined ? [] : [[id, formats.number(count)] as const]
    }))
  }, [edges, graph, formats])
}

/** What every step and every connection shows. */
export function useCanvasLook(): { readonly cards: ReadonlyMap<string, CardLook>; readonly wires: ReadonlyMap<string, WireLook> } {
  const t = useTranslations('editor')
  const { names, rule } = useEditor()
  const counted = useCounted()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const problems = useProblemsByNode()
  const light = useLight()
  const say = useMarkPill()
  return useMemo(() => {
    const pillOf = (node: GraphNode): Pill | null => {
      const found = problems.get(node.id) ?? []
      const mark = light?.marks.get(node.id)
      if (found.length > 0) return problemPill(found, t('problemCount', { count: found.length }))
      return mark === undefined ? null : say(mark, node)
    }
    const cardOf = (node: GraphNode): CardLook => {
      const pill = pillOf(node)
      const [title, summary] = [words.title(node), words.summary(node)]
      return {
        type: node.type, role: roleOf(node), title, summary, pill, enabled: node.enabled,
        ports: portsOf(node).map((port) => ({ port, label: words.port(node, port), free: edgesFrom(graph, node.id, port).length === 0 })),
        marks: marksOf(node, (mark) => t(`mark.${mark}`)),
        path: counted !== null || light === null ? 'none' : light.reached.has(node.id) ? 'on' : 'off',
        label: [words.kind(node.type), node.name, summary, pill?.text, node.enabled ? '' : t('off')].filter(Boolean).join(', '),
      }
    }
    const wireOf = (edge: RuleGraph['edges'][number]): WireLook => {
      const [from, to] = [nodeOf(graph, edge.from), nodeOf(graph, edge.to)]
      const ports = from === null ? [] : portsOf(from)
      const way = from === null || ports.length < 2 ? '' : words.port(from, edge.port)
      const count = counted?.get(edge.id)
      const label = count === undefined ? way : t(way === '' ? 'countOnly' : 'wayAndCount', { way, count })
      return {
        label, portIndex: Math.max(0, ports.indexOf(edge.port)), portCount: ports.length,
        name: t('wire', { from: from === null ? '' : words.title(from), to: to === null ? '' : words.title(to), port: label }),
        path: counted !== null ? (count === undefined ? 'off' : 'on') : light === null ? 'none' : light.taken.has(edge.id) ? 'on' : 'off',
      }
    }
    return { cards: new Map(graph.nodes.map((node) => [node.id, cardOf(node)])), wires: new Map(graph.edges.map((edge) => [edge.id, wireOf(edge)])) }
  }, [graph, words, problems, light, counted, say, t])
}

/** The pill of a test's result. */
export function useMarkPill(): (mark: Mark, node: Pick<GraphNode, 'type' | 'config'>) => Pill {
  const t = useTranslations('editor')
  const formats = useFormats()
  const now = useNow()
  const { names, rule } = useEditor()
  const words = useStepWords(names, rule.account.name)
  return useMemo(
    () => (mark, node) => {
      switch (mark.kind) {
        case 'took':
          return { tone: 'success', text: words.port(node, mark.port) }
        case 'reuse':
          return { tone: 'dryRun', text: mark.number === 0 ? t('pill.reuseNew') : t('pill.reuse', { number: mark.number }) }
        case 'waits':
          return { tone: 'waiting', text: t('pill.waits', { time: mark.until === '' ? '' : formats.short(new Date(mark.until), now) }) }
        case 'matched':
          return { tone: 'success', text: t('pill.matched') }
        case 'would':
          return { tone: 'dryRun', text: t('pill.would') }
        case 'fails':
          return { tone: 'danger', text: t('pill.fails') }
        case 'noMatch':
        case 'noChange':
        case 'skipped':
        case 'stops':
          return { tone: 'muted', text: t(`pill.${mark.kind}`) }
      }
    },
    [t, formats, words, now],
  )
}

function problemPill(found: readonly Problem[], text: string): Pill {
  return { tone: found.some(({ severity }) => severity === 'blocker') ? 'danger' : 'warning', text }
}

function marksOf(node: GraphNode, label: (mark: CardMark['mark']) => string): readonly CardMark[] {
  const found: CardMark['mark'][] = []
  if (node.scope === 'thread' || node.scope === 'interval') found.push(node.scope)
  if (node.window !== undefined) found.push('window')
  if (node.join === 'first') found.push('first')
  if (node.onError !== 'stop') found.push('onError')
  if (node.onSkip !== 'continue') found.push('onSkip')
  if (node.note !== '') found.push('note')
  return found.map((mark) => ({ mark, label: label(mark) }))
}
