'use client'
import { useCallback } from 'react'
import type { RuleGraph } from '../../rules/graph'
import type { Place } from '../rule-document/add'
import { edgesFrom, freePorts, nodeOf, portsOf, roleOf } from '../rule-document/document'
import { boundsOf, ROW_GAP } from '../rule-document/place'
import { useEditor } from './editor-context'

/** Where a step goes when nobody says where: on the selected connection, behind the selected step, else behind the last step that has a free way out. */
export function usePlaceFor(): () => Place {
  const { session } = useEditor()
  return useCallback(() => {
    const { history, selected, edge } = session.get()
    return placeIn(history.present.graph, selected.at(-1) ?? null, edge)
  }, [session])
}

function placeIn(graph: RuleGraph, selected: string | null, edge: string | null): Place {
  if (edge !== null) return { kind: 'edge', edge }
  const node = nodeOf(graph, selected) ?? graph.nodes.findLast((one) => freePorts(graph, one).length > 0 && roleOf(one) !== null) ?? null
  if (node !== null) {
    const [free] = freePorts(graph, node)
    if (free !== undefined) return { kind: 'port', from: node.id, port: free }
    const [port] = portsOf(node)
    const [wire] = port === undefined ? [] : edgesFrom(graph, node.id, port)
    if (wire !== undefined) return { kind: 'edge', edge: wire.id }
  }
  const bounds = boundsOf(graph.nodes)
  return { kind: 'free', at: bounds === null ? { x: 0, y: 0 } : { x: bounds.x, y: bounds.y + bounds.height + ROW_GAP } }
}
