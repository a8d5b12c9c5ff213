import type { Viewport } from '@xyflow/react'
import type { RuleGraph } from '../../rules/graph'
import { roleOf } from '../rule-document/document'
import { boundsOf, NODE_HEIGHT, NODE_WIDTH } from '../rule-document/place'

/** Room left free round the drawing, in pixels. */
export const MARGIN = 24
/** What free ways out of the last row take below it. */
const BELOW = 32
/** Below it, what a step says is too small to read. */
const READABLE = 0.76

interface Room {
  readonly width: number
  readonly height: number
}

/** How a drawing is shown first: the whole of it where it stays readable, else its beginning; `shown` is a step that must be seen. */
export function firstView(graph: RuleGraph, room: Room, shown: string | null): Viewport {
  const bounds = boundsOf(graph.nodes)
  if (bounds === null) return { x: room.width / 2, y: room.height / 2, zoom: 1 }
  const height = bounds.height + BELOW
  const whole = Math.min((room.width - 2 * MARGIN) / bounds.width, (room.height - 2 * MARGIN) / height)
  const zoom = Math.min(1, Math.max(READABLE, whole))
  const begin = graph.nodes.find((node) => roleOf(node) === 'trigger') ?? graph.nodes[0]
  const middle = bounds.width * zoom + 2 * MARGIN <= room.width || begin === undefined ? bounds.x + bounds.width / 2 : begin.position.x + NODE_WIDTH / 2
  const fitsDown = height * zoom + 2 * MARGIN <= room.height
  const view = { x: room.width / 2 - middle * zoom, y: fitsDown ? room.height / 2 - (bounds.y + height / 2) * zoom : MARGIN - bounds.y * zoom, zoom }
  const node = graph.nodes.find(({ id }) => id === shown)
  return node === undefined ? view : revealing(view, room, node.position)
}

/** The view moved no further than a step needs to be seen with the room for what it offers below it. */
export function revealing(view: Viewport, room: Room, { x, y }: { readonly x: number; readonly y: number }): Viewport {
  const { zoom } = view
  return { x: view.x + into(x * zoom + view.x, NODE_WIDTH * zoom, room.width), y: view.y + into(y * zoom + view.y, (NODE_HEIGHT + 40) * zoom, room.height), zoom }
}

/** How far to move so that a stretch lies within a length, with a margin. */
function into(start: number, length: number, space: number): number {
  if (start < MARGIN) return MARGIN - start
  const over = start + length + MARGIN - space
  return over > 0 ? -Math.min(over, start - MARGIN) : 0
}
