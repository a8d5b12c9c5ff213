import { describe, expect, test } from 'vitest'
import { addStep, spliceIn } from '../../../components/rule-document/add'
import { reorder, setField, setScope, setSettings, setTrigger } from '../../../components/rule-document/change'
import { connect, possibleTargets, redirect, refusalOf } from '../../../components/rule-document/connect'
import { copyText, paste } from '../../../components/rule-document/copy'
import { sameGraph } from '../../../components/rule-document/document'
import { tidy } from '../../../components/rule-document/layout'
import { NODE_HEIGHT, NODE_WIDTH } from '../../../components/rule-document/place'
import { removeAndHeal, removeNodes } from '../../../components/rule-document/remove'
import { fitsAfter, isFoundBy, obstacleTo } from '../../../components/rule-document/suggest'
import { downstream, neighbour, upstream } from '../../../components/rule-document/walk'
import { RuleGraph } from '../../../rules/graph'
import { nodeType } from '../../../rules/nodes/index'

const drawn = (nodes: readonly (readonly [id: string, type: string, x?: number, y?: number])[], edges: readonly string[]): RuleGraph =>
  RuleGraph.parse({
    version: 1,
    nodes: nodes.map(([id, type, x = 0, y = 0]) => ({ id, type, config: nodeType(type)?.initial, position: { x, y } })),
    edges: edges.map((edge, index) => {
      const [from = '', port = '', to = ''] = edge.split(' ')
      return { id: `e${index}`, from, port, to }
    }),
  })
const wires = (graph: RuleGraph) => graph.edges.map(({ from, port, to }) => `${from} ${port} ${to}`)
/** Whether steps lie on one another. */
const isCrowded = ({ nodes }: RuleGraph) =>
  nodes.some((a, index) => nodes.slice(index + 1).some((b) => Math.abs(a.position.x - b.position.x) < NODE_WIDTH && Math.abs(a.position.y - b.position.y) < NODE_HEIGHT + 16))
const ids = { node: 'new', edges: ['n1', 'n2'] } as const

const rule = drawn(
  [['start', 'mail.arrived'], ['if', 'condition', 0, 128], ['tag', 'tag.add', 0, 256], ['star', 'message.star', 280, 256]],
  ['start next if', 'if yes tag', 'if no star'],
)

describe('connecting', () => {
  test('a connection that would lead round is refused and leaves the drawing as it was', () => {
    expect(refusalOf(rule, 'tag', 'next', 'if')).toBe('circle')
    expect(connect(rule, { id: 'x', from: 'tag', port: 'next', to: 'if' })).toBe(rule)
  })

  test('says why: into the start, to itself, a second time, from a way out that is not there', () => {
    expect(refusalOf(rule, 'tag', 'next', 'start')).toBe('intoStart')
    expect(refusalOf(rule, 'tag', 'next', 'tag')).toBe('itself')
    expect(refusalOf(rule, 'if', 'yes', 'tag')).toBe('twice')
    expect(refusalOf(rule, 'if', 'next', 'star')).toBe('noSuchPort')
    expect(refusalOf(rule, 'tag', 'next', 'star')).toBeNull()
  })

  test('another target takes the place of the old one; none takes the connection away', () => {
    expect(wires(redirect(rule, 'if', 'yes', 'star', 'x'))).toEqual(['start next if', 'if no star', 'if yes star'])
    expect(wires(redirect(rule, 'if', 'yes', null, 'x'))).toEqual(['start next if', 'if no star'])
    expect(redirect(rule, 'if', 'yes', 'start', 'x')).toBe(rule)
  })

  test('only steps it may lead to are offered', () => {
    expect(possibleTargets(rule, 'tag', 'next')).toEqual(['star'])
  })
})

describe('adding', () => {
  test('behind a way out the new step is connected and stands below', () => {
    const after = addStep(rule, 'mailbox.move', { kind: 'port', from: 'tag', port: 'next' }, ids)
    expect(wires(after)).toContain('tag next new')
    expect(after.nodes.at(-1)?.position).toEqual({ x: 0, y: 384 })
  })

  test('on a connection it goes in between, by its first way out, and what follows moves down', () => {
    const after = addStep(rule, 'condition', { kind: 'edge', edge: 'e1' }, ids)
    expect(wires(after)).toEqual(['start next if', 'if yes new', 'new yes tag', 'if no star'])
    expect(after.nodes.find(({ id }) => id === 'tag')?.position.y).toBe(384)
    expect(after.nodes.find(({ id }) => id === 'star')?.position.y).toBe(256)
  })

  test('a step without a way out ends the way it was put on', () => {
    expect(wires(addStep(rule, 'flow.stop', { kind: 'edge', edge: 'e1' }, ids))).toEqual(['start next if', 'if yes new', 'if no star'])
  })

  test('a loose step dropped on a connection is spliced in, a connected one is not', () => {
    const loose = addStep(rule, 'tag.add', { kind: 'free', at: { x: 9, y: 9 } }, ids)
    expect(wires(spliceIn(loose, 'new', 'e0', 'x'))).toEqual(['start next new', 'new next if', 'if yes tag', 'if no star'])
    expect(spliceIn(loose, 'star', 'e0', 'x')).toBe(loose)
  })

  test('a step dropped on another one comes to stand beside it', () => {
    expect(isCrowded(addStep(rule, 'tag.add', { kind: 'free', at: { x: 40, y: 130 } }, ids))).toBe(isCrowded(rule))
  })

  test('what usually follows comes first, and a second start is refused', () => {
    expect(fitsAfter(rule, 'start').map(({ type }) => type)).toEqual(['condition', 'tag.add', 'record.create'])
    expect(fitsAfter(rule, 'tag').map(({ type }) => type)).toEqual(['message.star', 'record.create', 'user.notify'])
    const start = nodeType('mail.arrived')
    expect(start === null ? null : obstacleTo(rule, start)).toBe('oneStart')
  })

  test('another start takes the place of the first, with what leads on from it', () => {
    const changed = setTrigger(rule, 'start', 'schedule')
    expect(changed.nodes.find(({ id }) => id === 'start')).toMatchObject({ type: 'schedule', config: { cron: '0 9 * * 1-5', timeZone: 'UTC' } })
    expect(wires(changed)).toEqual(wires(rule))
    expect(setTrigger(rule, 'start', 'tag.add')).toBe(rule)
  })

  test('a step is found by any of its words, in any case', () => {
    expect(isFoundBy('FOLD move', ['Move to folder', 'archive'])).toBe(true)
    expect(isFoundBy('fold ticket', ['Move to folder', 'archive'])).toBe(false)
  })
})

describe('removing', () => {
  test('takes the connections along', () => {
    expect(wires(removeNodes(rule, ['if']))).toEqual([])
  })

  test('delete and heal leads past what is gone by its first way out', () => {
    const healed = removeAndHeal(rule, ['if'])
    expect(wires(healed)).toEqual(['start next tag'])
    expect(wires(removeAndHeal(rule, ['if', 'tag']))).toEqual([])
    const noFirst = { ...rule, edges: rule.edges.toReversed() }
    expect(wires(removeAndHeal(noFirst, ['if']))).toEqual(['start next tag'])
  })
})

describe('changing', () => {
  test('one field changes and the rest stays, even of a config that is none', () => {
    const odd = { ...rule, nodes: rule.nodes.map((node) => ({ ...node, config: 'nonsense' })) }
    expect(setField(odd, 'tag', 'tag', 'Finance').nodes[2]?.config).toEqual({ tag: 'Finance' })
  })

  test('the error way goes with its connections', () => {
    const withError = connect(setSettings(rule, 'tag', { onError: 'error' }), { id: 'x', from: 'tag', port: 'error', to: 'star' })
    expect(wires(withError)).toContain('tag error star')
    expect(wires(setSettings(withError, 'tag', { onError: 'stop' }))).toEqual(wires(rule))
  })

  test('once per thread makes looser actions follow the rule', () => {
    const strict = setSettings(rule, 'tag', { scope: 'message' })
    expect(setScope(strict, { scope: 'thread' }).nodes.map(({ scope }) => scope)).toEqual([null, null, null, null])
  })

  test('two steps behind one way out change places in the document', () => {
    const both = drawn([['start', 'mail.arrived'], ['a', 'tag.add'], ['b', 'message.star']], ['start next a', 'start next b'])
    const after = reorder(both, 'b', -1)
    expect(wires(after)).toEqual(['start next b', 'start next a'])
    expect(after.nodes.map(({ id }) => id)).toEqual(['start', 'b', 'a'])
    expect(reorder(both, 'a', -1)).toBe(both)
  })
})

describe('copying', () => {
  test('keeps the connections inside, gives new ids and leaves the start', () => {
    const text = copyText(rule, ['start', 'if', 'tag']) ?? ''
    let count = 0
    const pasted = paste(rule, text, () => `p${(count += 1)}`)
    expect(pasted?.ids).toEqual(['p1', 'p2'])
    expect(wires(pasted?.graph ?? rule)).toEqual([...wires(rule), 'p1 yes p2'])
    expect(RuleGraph.safeParse(pasted?.graph).success).toBe(true)
  })

  test('puts the copies where they lie on no step', () => {
    let count = 0
    const crowd = (ids: readonly string[], at?: { x: number; y: number }) => isCrowded(paste(tidy(rule), copyText(tidy(rule), ids) ?? '', () => `q${(count += 1)}`, at)?.graph ?? rule)
    expect(crowd(['tag'])).toBe(false)
    expect(crowd(['if', 'tag', 'star'])).toBe(false)
    expect(crowd(['if', 'tag'], { x: 10, y: 140 })).toBe(false)
  })

  test('text that is none of ours is not pasted', () => {
    expect(paste(rule, 'Dear all,', () => 'x')).toBeNull()
    expect(paste(rule, '{"format":"postroom.steps","nodes":[]}', () => 'x')).toBeNull()
  })
})

describe('walking and tidying', () => {
  test('arrow keys follow connections down and up, and neighbours aside', () => {
    expect(neighbour(rule, null, 'down')).toBe('start')
    expect(neighbour(rule, 'if', 'down')).toBe('tag')
    expect(neighbour(rule, 'tag', 'right')).toBe('star')
    expect(neighbour(rule, 'star', 'up')).toBe('if')
    expect(neighbour(rule, 'star', 'down')).toBe('star')
  })

  test('what follows and what comes before are found by connections', () => {
    expect(downstream(rule, 'if')).toEqual(['if', 'tag', 'star'])
    expect(upstream(rule, 'star')).toEqual(['start', 'if', 'star'])
  })

  test('two hundred steps lie on nothing after tidying', () => {
    const many = drawn(
      Array.from({ length: 200 }, (_, index) => [`n${index}`, index === 0 ? 'mail.arrived' : 'condition'] as const),
      Array.from({ length: 199 }, (_, index) => `n${Math.floor(index / 2)} ${index === 0 || index === 1 ? 'next' : index % 2 === 0 ? 'yes' : 'no'} n${index + 1}`),
    )
    expect(isCrowded(many)).toBe(true)
    expect(isCrowded(tidy(many))).toBe(false)
  })

  test('tidying stands what the first way out leads to on the left, whatever was drawn first', () => {
    const xOf = (graph: RuleGraph, id: string) => graph.nodes.find((node) => node.id === id)?.position.x ?? NaN
    const other = drawn([['start', 'mail.arrived'], ['if', 'condition'], ['star', 'message.star'], ['tag', 'tag.add']], ['start next if', 'if no star', 'if yes tag'])
    for (const graph of [tidy(rule), tidy(other)]) expect(xOf(graph, 'tag')).toBeLessThan(xOf(graph, 'star'))
  })

  test('tidying moves steps and changes nothing else', () => {
    const after = tidy(rule)
    const still = { ...after, nodes: after.nodes.map((node, index) => ({ ...node, position: rule.nodes[index]?.position ?? node.position })) }
    expect(sameGraph(still, rule)).toBe(true)
  })
})
