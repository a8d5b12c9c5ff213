import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { RoleTile } from '../../components/state/role-tile'
import { stepIcon } from '../../components/state/step-icons'
import { NODE_TYPES } from '../../rules/nodes/index'

/** The tile behind a step's glyph, as a browser gets it. */
const tileOf = (type: string) => /<span class="(absolute [^"]*)"/.exec(renderToStaticMarkup(createElement(RoleTile, { role: 'action', icon: stepIcon(type), of: type })))?.[1] ?? ''

test('actions that file mail, make records, tell people and answer each have a tile of a shape of their own, the same for all of a group [ACT-12]', () => {
  const actions = NODE_TYPES.filter(({ role }) => role === 'action')
  const groups = [...new Set(actions.map(({ group }) => group))]
  const shapes = groups.map((group) => ({ group, tiles: new Set(actions.flatMap((type) => (type.group === group ? [tileOf(type.type)] : []))) }))
  expect(shapes.filter(({ tiles }) => tiles.size !== 1)).toEqual([])
  const wanted = ['classify', 'create', 'notify', 'respond']
  const ofWanted = shapes.filter(({ group }) => wanted.includes(group)).flatMap(({ tiles }) => [...tiles])
  expect(ofWanted).toHaveLength(wanted.length)
  expect(new Set(ofWanted).size).toBe(wanted.length)
  expect(ofWanted).not.toContain('')
})
