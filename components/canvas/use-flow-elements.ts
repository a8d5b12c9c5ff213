'use client'
import { useState, type Dispatch, type SetStateAction } from 'react'
import type { RuleGraph } from '../../rules/graph'
import type { CardLook, CardNode, Wire, WireLook } from './canvas-parts'
import { flowEdges, flowNodes } from './flow-elements'

export interface Shown {
  readonly graph: RuleGraph
  readonly cards: ReadonlyMap<string, CardLook>
  readonly wires: ReadonlyMap<string, WireLook>
  readonly chosen: ReadonlySet<string>
  readonly selectedEdge: string | null
  /** The connection that what is dragged would be put on. */
  readonly target: string | null
}

/** What React Flow draws. Positions while something is dragged live here only; the document learns of them when it is dropped. */
export function useFlowElements(wanted: Shown): { readonly nodes: CardNode[]; readonly setNodes: Dispatch<SetStateAction<CardNode[]>>; readonly edges: Wire[] } {
  const [shown, setShown] = useState(wanted)
  const [nodes, setNodes] = useState(() => flowNodes([], wanted.graph, wanted.cards, wanted.chosen))
  const [edges, setEdges] = useState(() => flowEdges([], wanted.graph, wanted.wires, wanted.selectedEdge, wanted.target))
  const { graph, cards, wires, chosen, selectedEdge, target } = wanted
  if (graph !== shown.graph || cards !== shown.cards || wires !== shown.wires || chosen !== shown.chosen || selectedEdge !== shown.selectedEdge || target !== shown.target) {
    setShown(wanted)
    setNodes(flowNodes(nodes, graph, cards, chosen))
    setEdges(flowEdges(edges, graph, wires, selectedEdge, target))
  }
  return { nodes, setNodes, edges }
}
