import { describe, expect, test } from 'vitest'
import { setField, setSettings } from '../../../components/rule-document/change'
import type { Did } from '../../../components/rule-document/did'
import { beginHistory, KEPT, record, redo, settle, undo } from '../../../components/rule-document/history'
import { readHistory, writeHistory } from '../../../components/rule-document/kept-history'
import { outlineOf } from '../../../components/rule-document/outline'
import { RuleGraph } from '../../../rules/graph'

const rule = RuleGraph.parse({
  version: 1,
  nodes: [
    { id: 'start', type: 'mail.arrived', config: {} },
    { id: 'if', type: 'condition', config: {} },
    { id: 'tag', type: 'tag.add', config: { tag: '' } },
    { id: 'star', type: 'message.star', config: { starred: true } },
    { id: 'loose', type: 'flow.stop', config: {} },
  ],
  edges: [
    { id: 'a', from: 'start', port: 'next', to: 'if' },
    { id: 'b', from: 'if', port: 'yes', to: 'tag' },
    { id: 'c', from: 'if', port: 'no', to: 'star' },
    { id: 'd', from: 'tag', port: 'next', to: 'star' },
  ],
})
const edited: Did = { what: 'edited', step: 'Tag' }
const typed = (text: string) => setField(rule, 'tag', 'tag', text)

describe('the history', () => {
  test('keystrokes in one field are one step, until the field is left', () => {
    let history = beginHistory(rule)
    for (const text of ['F', 'Fi', 'Fin']) history = record(history, typed(text), edited, 'tag.tag')
    expect(history.past).toHaveLength(1)
    history = record(settle(history), typed('Fina'), edited, 'tag.tag')
    expect(history.past).toHaveLength(2)
    expect(undo(undo(history)).present.graph).toBe(rule)
  })

  test('undoing everything and doing it again ends where it began and where it was', () => {
    let history = beginHistory(rule)
    for (let step = 0; step < 40; step++) history = record(history, setSettings(history.present.graph, 'tag', { name: `${step}` }), { what: 'renamed', step: '' })
    const last = history.present.graph
    for (let step = 0; step < 40; step++) history = undo(history)
    expect(history.present.graph).toBe(rule)
    for (let step = 0; step < 40; step++) history = redo(history)
    expect(history.present.graph).toBe(last)
  })

  test('two hundred steps are kept and a change throws away what was undone', () => {
    let history = beginHistory(rule)
    for (let step = 0; step < KEPT + 20; step++) history = record(history, typed(`${step}`), edited)
    expect(history.past).toHaveLength(KEPT)
    expect(record(undo(history), typed('other'), edited).future).toEqual([])
  })

  test('no change is no step', () => {
    const history = beginHistory(rule)
    expect(record(history, rule, edited)).toBe(history)
  })

  test('survives as text, as many steps as asked for; broken text is no history', () => {
    let history = beginHistory(rule)
    for (let step = 0; step < 10; step++) history = record(history, typed(`${step}`), edited)
    const kept = readHistory(writeHistory({ revision: 7, history: undo(history) }, 3))
    expect(kept?.revision).toBe(7)
    expect(kept?.history.past).toHaveLength(3)
    expect(kept?.history.future).toHaveLength(1)
    expect(kept?.history.present.graph).toEqual(typed('8'))
    expect(readHistory('{"revision":')).toBeNull()
    expect(readHistory('{"revision":1}')).toBeNull()
  })
})

describe('the outline', () => {
  test('says every step once, ways out by name, and names what was told before', () => {
    const lines = outlineOf(rule).map((line) => `${'  '.repeat(line.level)}${line.kind === 'port' ? `[${line.port}]` : line.kind === 'again' ? `→ ${line.node.id}` : line.node.id}`)
    expect(lines).toEqual(['start', 'if', '  [yes]', '  tag', '  star', '  [no]', '  → star', 'loose'])
  })

  test('a step that nothing leads to is marked', () => {
    expect(outlineOf(rule).filter((line) => line.kind === 'step' && line.loose).map(({ key }) => key)).toEqual(['loose'])
  })
})
