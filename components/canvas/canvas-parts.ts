import type { Edge, Node } from '@xyflow/react'
import type { NodeType } from '../../rules/node-type'
import type { Place } from '../rule-document/add'
import { NODE_WIDTH } from '../rule-document/place'

/**
 * This folder draws a rule with React Flow and is the only place that knows it: a drawing and its words go in, wishes come out. It holds no document and no
 * history; whoever mounts it decides what a wish does. Anything with rules' meaning belongs in rule-document/.
 */

/** What a step shows. Compared field by field, so that a card is drawn again only when something on it changed. */
export interface CardLook {
  readonly type: string
  readonly role: NodeType['role'] | null
  readonly title: string
  readonly summary: string
  readonly ports: readonly PortLook[]
  /** Small glyphs at the right edge, each with its sentence. */
  readonly marks: readonly CardMark[]
  readonly pill: Pill | null
  /** Off: the mail of a loaded test or run did not get here. */
  readonly path: 'none' | 'on' | 'off'
  readonly enabled: boolean
  readonly label: string
}

export interface PortLook {
  readonly port: string
  readonly label: string
  readonly free: boolean
}

export interface CardMark {
  readonly mark: 'thread' | 'interval' | 'window' | 'first' | 'onError' | 'onSkip' | 'note'
  readonly label: string
}

export interface Pill {
  readonly tone: 'success' | 'warning' | 'danger' | 'waiting' | 'muted' | 'dryRun'
  readonly text: string
}

export interface WireLook {
  /** Said on the wire; empty for a step's only way out. */
  readonly label: string
  /** What assistive technology hears. */
  readonly name: string
  readonly path: 'none' | 'on' | 'off'
  readonly portIndex: number
  /** How many ways out the step has; with two, labels lean outward. */
  readonly portCount?: number
}

export interface CanvasWishes {
  /** What ids of steps begin with on the page, so that two canvases do not share any. */
  readonly base: string
  /** Null where the canvas only shows. */
  readonly add: ((place: Place | null, at: { x: number; y: number } | null) => void) | null
}

export type CardNode = Node<{ readonly look: CardLook }, 'card'>
export type Wire = Edge<{ readonly look: WireLook }, 'wire'>

/** The kind of step that is dragged from the palette. */
export const STEP_DRAG = 'application/x-postroom-step'
/** Between a port's place in percent of the card's width. */
export function portOffset(index: number, count: number): number {
  return count < 3 ? ((index + 1) / (count + 1)) * 100 : ((index + 0.5) / count) * 100
}

/** How far, in percent of its own width, what is said of a port stands to the side of it: of several, the outer ones lean outward, so that none lies on another. */
export function portLean(index: number, count: number): number {
  if (count < 2 || (index > 0 && index < count - 1)) return -50
  return index === 0 ? -86 : -14
}

/** The widest that what is said of a port may be, in pixels of the drawing; null: as wide as its words. */
export function portRoom(index: number, count: number): number | null {
  return count > 3 && index > 0 && index < count - 1 ? NODE_WIDTH / count - 2 : null
}
