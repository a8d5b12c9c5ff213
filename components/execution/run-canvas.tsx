'use client'
import { useMemo, useRef } from 'react'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import { nodeType } from '../../rules/nodes/index'
import { portsOf } from '../../rules/ports'
import { Canvas, type CanvasHandle } from '../canvas/canvas'
import type { CardLook, Pill, WireLook } from '../canvas/canvas-parts'
import { STATES } from '../state/states'
import { isTaken, stepsOf, type Run, type RunStep } from './run-steps'
import type { StepWords } from './use-step-words'

/** The rule as it was drawn in the version that ran, with the way the mail took. Nothing can be changed here. */
export function RunCanvas({ run, graph, words, selectedId, onSelect }: { run: Run; graph: RuleGraph; words: StepWords; selectedId: string | null; onSelect: (id: string) => void }) {
  const t = useTranslations('executions')
  const states = useTranslations('states')
  const handle = useRef<CanvasHandle>(null)
  const { cards, wires } = useMemo(() => {
    const { reached, ahead, notTaken } = stepsOf(run)
    const byId = new Map<string, RunStep>([...reached, ...ahead, ...notTaken].map((step) => [step.id, step]))
    const onPath = new Set(reached.map(({ id }) => id))
    const cardsOf = new Map<string, CardLook>(
      graph.nodes.map((node) => {
        const step = byId.get(node.id)
        const type = nodeType(node.type)
        const title = words.title(node)
        const pill: Pill | null = step === undefined || step.ledger === null || !onPath.has(node.id) || step.role === 'trigger' ? null : { tone: TONES[step.state] ?? 'muted', text: states(STATES[step.state].word) }
        const look: CardLook = {
          type: node.type, role: type?.role ?? null, title, summary: step === undefined ? '' : words.purpose(step), marks: [], pill, path: onPath.has(node.id) ? 'on' : 'off', enabled: node.enabled,
          ports: (type === null ? [] : portsOf(type, node.config)).map((port) => ({ port, label: words.port(node.id, port), free: false })),
          label: step === undefined ? title : t('canvas.card', { step: title, state: states(STATES[step.state].word) }),
        }
        return [node.id, look]
      }),
    )
    const wiresOf = new Map<string, WireLook>(
      graph.edges.map(({ id, from, port, to }) => {
        const source = graph.nodes.find((node) => node.id === from)
        const type = nodeType(source?.type ?? '')
        const ports = type === null ? [] : portsOf(type, source?.config)
        const label = ports.length > 1 ? words.port(from, port) : ''
        return [id, { label, name: t('canvas.wire', { from: cardsOf.get(from)?.title ?? from, to: cardsOf.get(to)?.title ?? to }), path: isTaken(run, from, port) && onPath.has(to) ? 'on' : 'off', portIndex: Math.max(0, ports.indexOf(port)), portCount: ports.length }]
      }),
    )
    return { cards: cardsOf, wires: wiresOf }
  }, [run, graph, words, states, t])
  return (
    <div className="h-full min-h-80">
      <Canvas
        label={t('canvas.label')}
        graph={graph}
        cards={cards}
        wires={wires}
        selected={selectedId === null ? [] : [selectedId]}
        selectedEdge={null}
        onSelect={(ids) => {
          const id = ids.at(-1)
          if (id !== undefined && id !== selectedId) onSelect(id)
        }}
        onOpen={onSelect}
        edit={null}
        handle={handle}
      />
    </div>
  )
}

const TONES: { readonly [S in RunStep['state']]?: Pill['tone'] } = { done: 'success', failed: 'danger', uncertain: 'warning', retrying: 'warning', waiting: 'waiting', running: 'muted', skipped: 'muted', cancelled: 'muted' }
