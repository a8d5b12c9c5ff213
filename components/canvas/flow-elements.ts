import type { RuleGraph } from '../../rules/graph'
import { NODE_HEIGHT, NODE_WIDTH } from '../rule-document/place'
import type { CardLook, CardNode, Wire, WireLook } from './canvas-parts'

const HANDLES_UNKNOWN = { width: NODE_WIDTH, height: NODE_HEIGHT, initialWidth: NODE_WIDTH, initialHeight: NODE_HEIGHT }

/** The drawing as React Flow takes it. What did not change keeps its object, so that it is not drawn again. */
export function flowNodes(before: readonly CardNode[], graph: RuleGraph, lookOf: ReadonlyMap<string, CardLook>, selected: ReadonlySet<string>): CardNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  return graph.nodes.flatMap((node): CardNode[] => {
    const look = lookOf.get(node.id)
    if (look === undefined) return []
    const old = known.get(node.id)
    const isSelected = selected.has(node.id)
    const data = old !== undefined && sameLook(old.data.look, look) ? old.data : { look }
    if (old !== undefined && old.data === data && old.selected === isSelected && (old.dragging === true || samePlace(old.position, node.position))) return [old]
    return [{
      ...old, ...HANDLES_UNKNOWN, id: node.id, type: 'card' as const, data, selected: isSelected, position: old?.dragging === true ? old.position : node.position,
    }]
  })
}

export function flowEdges(before: readonly Wire[], graph: RuleGraph, lookOf: ReadonlyMap<string, WireLook>, selected: string | null, target: string | null): Wire[] {
  const known = new Map(before.map((edge) => [edge.id, edge]))
  return graph.edges.flatMap((edge): Wire[] => {
    const look = lookOf.get(edge.id)
    if (look === undefined) return []
    const old = known.get(edge.id)
    const isSelected = edge.id === selected
    const className = edge.id === target ? 'is-target' : `is-${look.path}`
    const data = old?.data !== undefined && sameWire(old.data.look, look) ? old.data : { look }
    if (old !== undefined && old.data === data && old.selected === isSelected && old.className === className && old.source === edge.from && old.sourceHandle === edge.port && old.target === edge.to) return [old]
    return [{
      id: edge.id, type: 'wire' as const, source: edge.from, sourceHandle: edge.port, target: edge.to, targetHandle: 'in', data, selected: isSelected, className,
      ariaLabel: look.name, zIndex: look.path === 'on' || isSelected ? 1 : 0, interactionWidth: 24,
    }]
  })
}

function samePlace(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return a.x === b.x && a.y === b.y
}

function sameWire(a: WireLook, b: WireLook): boolean {
  return a.label === b.label && a.name === b.name && a.path === b.path && a.portIndex === b.portIndex && a.portCount === b.portCount
}

function sameLook(a: CardLook, b: CardLook): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
