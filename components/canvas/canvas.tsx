'use client'
import { useCallback, useEffect, useId, useImperativeHandle, useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type Ref } from 'react'
import { applyNodeChanges, Background, BackgroundVariant, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, useStore, type NodeChange, type OnConnectEnd } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import type { Place } from '../rule-document/add'
import type { Refusal } from '../rule-document/connect'
import { refusalOf } from '../rule-document/connect'
import { edgesFrom, edgesInto, roleOf } from '../rule-document/document'
import { boundsOf, NODE_HEIGHT, NODE_WIDTH, type Point } from '../rule-document/place'
import './canvas.css'
import { STEP_DRAG, type CardLook, type CardNode, type Wire, type WireLook } from './canvas-parts'
import { CanvasControls } from './canvas-controls'
import { Card, WishesContext } from './card'
import { firstView, MARGIN, revealing } from './first-view'
import { ConnectingLine, RefusalContext } from './connecting-line'
import { useFlowElements } from './use-flow-elements'
import { WireEdge } from './wire'

const NODE_TYPES = { card: Card }
const EDGE_TYPES = { wire: WireEdge }
const FIT = { padding: `${MARGIN}px`, maxZoom: 1 } as const
const MINIMAP_FROM = 20
const PLAIN_FROM = 80
const FAR = 0.6

export interface CanvasHandle {
  /** Brings a step into view, moving no further than needed. */
  reveal(id: string): void
  fit(ids?: readonly string[]): void
  zoomTo(zoom: number): void
  zoomBy(factor: number): void
  focus(): void
  /** The middle of what is seen, in the drawing. */
  middle(): Point
}

export interface CanvasProps {
  label: string
  graph: RuleGraph
  cards: ReadonlyMap<string, CardLook>
  wires: ReadonlyMap<string, WireLook>
  selected: readonly string[]
  selectedEdge: string | null
  onSelect: (ids: readonly string[], edge: string | null) => void
  onOpen: (id: string) => void
  /** What can be changed; null: the canvas only shows. */
  edit: CanvasEdit | null
  handle: Ref<CanvasHandle>
  onTidy?: () => void
}

export interface CanvasEdit {
  readonly connect: (from: string, port: string, to: string) => void
  readonly reconnect: (edge: string, from: string, port: string, to: string) => void
  readonly move: (positions: ReadonlyMap<string, Point>) => void
  /** Opens the list of steps for a place; null: wherever it fits. */
  readonly add: (place: Place | null, at: { x: number; y: number } | null) => void
  /** A kind of step was dropped from the palette. */
  readonly drop: (type: string, place: Place) => void
  /** A loose step was dropped on a connection. */
  readonly splice: (id: string, edge: string) => void
  readonly refusal: (reason: Refusal) => string
}

/** A rule as a drawing that can be walked, wired and moved. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  )
}

function Flow({ label, graph, cards, wires, selected, selectedEdge, onSelect, onOpen, edit, handle, onTidy }: CanvasProps) {
  const t = useTranslations('editor')
  const base = useId()
  const flow = useReactFlow<CardNode, Wire>()
  const root = useRef<HTMLDivElement>(null)
  const [target, setTarget] = useState<string | null>(null)
  const chosen = useMemo(() => new Set(selected), [selected])
  const far = useStore((state) => state.transform[2] < FAR)
  const { nodes, setNodes, edges } = useFlowElements({ graph, cards, wires, chosen, selectedEdge, target })
  useCanvasHandle(handle, root, graph)
  useFirstView(graph, selected.at(-1) ?? null)

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const picks = changes.filter((change) => change.type === 'select')
      if (picks.length > 0) {
        const next = new Set(chosen)
        for (const { id, selected: on } of picks) if (on) next.add(id)
        else next.delete(id)
        onSelect([...next], null)
      }
      const moves = changes.filter((change) => change.type === 'position' || change.type === 'dimensions')
      if (moves.length > 0) setNodes((before) => applyNodeChanges(moves, before))
    },
    [chosen, onSelect, setNodes],
  )

  const edgeAt = (x: number, y: number): string | null => document.elementsFromPoint(x, y).map((element) => element.closest('.react-flow__edge')?.getAttribute('data-id') ?? null).find((id) => id !== null) ?? null
  const isLoose = (id: string) => edgesInto(graph, id).length === 0 && edgesFrom(graph, id).length === 0 && graph.nodes.some((node) => node.id === id && roleOf(node) !== 'trigger')

  const onConnectEnd: OnConnectEnd = (event, { isValid, fromNode, fromHandle, toNode }) => {
    if (isValid === true || edit === null || fromNode === null || fromHandle === null) return
    const at = 'changedTouches' in event ? event.changedTouches[0] : event
    if (fromHandle.type !== 'source' || at === undefined) return
    const under = document.elementsFromPoint(at.clientX, at.clientY)
    // Anywhere on a step means that step, not only its handle.
    const to = toNode?.id ?? under.map((element) => element.closest('.react-flow__node')?.getAttribute('data-id') ?? null).find((id) => id !== null)
    if (to !== undefined) edit.connect(fromNode.id, fromHandle.id ?? '', to)
    else if (under.some((element) => element === root.current)) edit.add({ kind: 'port', from: fromNode.id, port: fromHandle.id ?? '' }, { x: at.clientX, y: at.clientY })
  }
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(STEP_DRAG)
    setTarget(null)
    if (type === '' || edit === null) return
    event.preventDefault()
    const edge = edgeAt(event.clientX, event.clientY)
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    edit.drop(type, edge === null ? { kind: 'free', at: { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - NODE_HEIGHT / 2) } } : { kind: 'edge', edge })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Space scrolls nothing here and would otherwise only pan while held.
    if (event.key === ' ' && event.target === root.current) event.preventDefault()
  }
  const last = selected.at(-1)
  const wishes = useMemo(() => ({ base, add: edit?.add ?? null }), [base, edit])
  const refusal = useCallback((from: string, port: string, to: string) => {
    const reason = refusalOf(graph, from, port, to)
    return reason === null || edit === null ? null : edit.refusal(reason)
  }, [graph, edit])

  return (
    <WishesContext value={wishes}>
      <RefusalContext value={refusal}>
        <ReactFlow<CardNode, Wire>
          ref={root}
          className="rule-canvas ring-inside"
          aria-label={label}
          aria-activedescendant={last === undefined ? undefined : `${base}-${last}`}
          tabIndex={0}
          data-document
          data-far={far || undefined}
          data-many={graph.nodes.length > PLAIN_FROM || undefined}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            if (event.target === event.currentTarget && selected.length === 0 && event.target.matches(':focus-visible')) onSelect(graph.nodes.slice(0, 1).map(({ id }) => id), null)
          }}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgeClick={(_, edge) => onSelect([], edge.id)}
          onPaneClick={() => onSelect([], null)}
          onNodeDoubleClick={(_, node) => onOpen(node.id)}
          onNodeDrag={(event, node) => setTarget(edit !== null && isLoose(node.id) && 'clientX' in event ? edgeAt(event.clientX, event.clientY) : null)}
          onNodeDragStop={(_, node, dragged) => {
            edit?.move(new Map(dragged.map(({ id, position }) => [id, { x: Math.round(position.x), y: Math.round(position.y) }])))
            if (target !== null) edit?.splice(node.id, target)
            setTarget(null)
          }}
          onConnect={({ source, sourceHandle, target: to }) => edit?.connect(source, sourceHandle ?? '', to)}
          onConnectEnd={onConnectEnd}
          onReconnect={(old, { source, sourceHandle, target: to }) => edit?.reconnect(old.id, source, sourceHandle ?? '', to)}
          isValidConnection={({ source, sourceHandle, target: to }) => refusalOf(graph, source, sourceHandle ?? '', to) === null}
          connectionLineComponent={ConnectingLine}
          connectionRadius={28}
          onDragOver={(event) => {
            if (edit === null || !event.dataTransfer.types.includes(STEP_DRAG)) return
            event.preventDefault()
            setTarget(edgeAt(event.clientX, event.clientY))
          }}
          onDragLeave={() => setTarget(null)}
          onDrop={onDrop}
          nodesDraggable={edit !== null}
          nodesConnectable={edit !== null}
          edgesReconnectable={edit !== null}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Control', 'Meta']}
          snapToGrid
          snapGrid={[8, 8]}
          minZoom={0.1}
          maxZoom={2}
          zoomOnDoubleClick={false}
          ariaLabelConfig={{ 'node.a11yDescription.default': '', 'edge.a11yDescription.default': '', 'minimap.ariaLabel': t('minimap'), 'handle.ariaLabel': t('handle') }}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
          {graph.nodes.length >= MINIMAP_FROM && <MiniMap<CardNode> pannable zoomable position="bottom-right" style={{ width: 160, height: 100 }} nodeColor={({ data }) => `var(--${data.look.role ?? 'muted'})`} />}
          <CanvasControls {...(onTidy ? { onTidy } : {})} />
        </ReactFlow>
      </RefusalContext>
    </WishesContext>
  )
}

/** Begins with what can be read, and returns to it when the room changes (the dock opens, the window shrinks) while nobody has moved away from it. */
function useFirstView(graph: RuleGraph, shown: string | null): void {
  const flow = useReactFlow<CardNode, Wire>()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const room = useRef({ width: 0, height: 0 })
  const latest = useRef({ graph, shown })
  useEffect(() => {
    latest.current = { graph, shown }
  })
  useEffect(() => {
    const before = room.current
    if (width === 0 || height === 0 || (before.width === width && before.height === height)) return
    room.current = { width, height }
    const wanted = (size: typeof before) => firstView(latest.current.graph, size, latest.current.shown)
    if (before.width === 0) return void flow.setViewport(wanted(room.current))
    const { x, y, zoom } = flow.getViewport()
    const bounds = boundsOf(latest.current.graph.nodes)
    const isWhole = bounds !== null && bounds.x * zoom + x >= 0 && bounds.y * zoom + y >= 0 && (bounds.x + bounds.width) * zoom + x <= before.width && (bounds.y + bounds.height) * zoom + y <= before.height
    const first = wanted(before)
    const isFirst = Math.abs(first.x - x) < 1 && Math.abs(first.y - y) < 1 && Math.abs(first.zoom - zoom) < 0.01
    if (isWhole || isFirst) void flow.setViewport(wanted(room.current), { duration: 150 })
  }, [flow, width, height])
}

function useCanvasHandle(handle: Ref<CanvasHandle>, root: { readonly current: HTMLDivElement | null }, graph: RuleGraph): void {
  const flow = useReactFlow<CardNode, Wire>()
  const size = () => root.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 0, 0)
  useImperativeHandle(handle, () => ({
    reveal(id) {
      const node = graph.nodes.find((one) => one.id === id)
      const { width, height } = size()
      if (node === undefined || width === 0) return
      const now = flow.getViewport()
      const next = revealing(now, { width, height }, node.position)
      if (next.x !== now.x || next.y !== now.y) void flow.setViewport(next, { duration: 150 })
    },
    fit: (ids) => void flow.fitView({ ...FIT, ...(ids === undefined || ids.length === 0 ? {} : { nodes: ids.map((id) => ({ id })) }), duration: 150 }),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: 150 }),
    zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: 100 }),
    focus: () => root.current?.focus({ preventScroll: true }),
    middle() {
      const { left, top, width, height } = size()
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
    },
  }))
}
