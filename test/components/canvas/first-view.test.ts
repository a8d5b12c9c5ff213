import { describe, expect, it } from 'vitest'
import { portLean, portOffset } from '../../../components/canvas/canvas-parts'
import { firstView, revealing } from '../../../components/canvas/first-view'
import { RuleGraph } from '../../../rules/graph'

/** A start and the steps below it, 128 apart; so many in all. */
function column(steps: number) {
  const nodes = Array.from({ length: steps }, (_, index) => ({ id: `s${index}`, type: index === 0 ? 'mail.received' : 'message.star', config: {}, position: { x: 0, y: index * 128 } }))
  return RuleGraph.parse({ version: 1, nodes, edges: [] })
}

const ROOM = { width: 640, height: 460 }

describe('the first look at a rule', () => {
  it('shows all of a short one at its own size, in the middle, with room for what may be added below', () => {
    const { x, y, zoom } = firstView(column(3), ROOM, null)
    expect(zoom).toBe(1)
    expect([x, y]).toEqual([640 / 2 - 240 / 2, 460 / 2 - (2 * 128 + 72 + 32) / 2])
  })

  it('shows the beginning of a long one, large enough to read, rather than all of it too small', () => {
    const { y, zoom } = firstView(column(12), ROOM, null)
    expect(zoom).toBe(0.76)
    expect(y).toBe(24)
  })

  it('still shows the step that an address names', () => {
    const { y, zoom } = firstView(column(12), ROOM, 's11')
    const top = 11 * 128 * zoom + y
    expect(top).toBeGreaterThanOrEqual(24)
    expect(top + 72 * zoom).toBeLessThanOrEqual(460 - 24)
  })

  it('moves no further than a step needs', () => {
    const view = { x: 0, y: 0, zoom: 1 }
    expect(revealing(view, ROOM, { x: 100, y: 100 })).toEqual(view)
    expect(revealing(view, ROOM, { x: 100, y: 420 })).toEqual({ x: 0, y: -(420 + 112 + 24 - 460), zoom: 1 })
  })
})

describe('what is said of the ways out of a step', () => {
  it('lies on no other, with three of them and words of the usual length', () => {
    const widths = [84, 84, 120]
    const spans = widths.map((width, index) => {
      const start = (portOffset(index, 3) / 100) * 240 + (portLean(index, 3) / 100) * width
      return [start, start + width] as const
    })
    expect(spans[0]?.[1]).toBeLessThan(spans[1]?.[0] ?? 0)
    expect(spans[1]?.[1]).toBeLessThan(spans[2]?.[0] ?? 0)
  })
})
