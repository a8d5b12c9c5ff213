import { expect, test } from 'vitest'
import { focusAfterRemoval, idsBetween, moveFocus } from '../../../components/ui/list-motion'
import { initials } from '../../../components/ui/avatar'
import { ariaKeys, keyCaps } from '../../../components/ui/kbd'

const ids = ['a', 'b', 'c', 'd']

test('focus moves by ids and stops at the ends', () => {
  expect(moveFocus(ids, 'b', 1)).toBe('c')
  expect(moveFocus(ids, 'd', 1)).toBe('d')
  expect(moveFocus(ids, 'a', -10)).toBe('a')
})

test('from nowhere, down begins at the top and up at the bottom', () => {
  expect(moveFocus(ids, null, 1)).toBe('a')
  expect(moveFocus(ids, 'gone', -1)).toBe('d')
  expect(moveFocus([], null, 1)).toBeNull()
})

test('after archiving, focus goes to the next older row that stays', () => {
  expect(focusAfterRemoval(ids, 'b', new Set(['b', 'c']))).toBe('d')
  expect(focusAfterRemoval(ids, 'd', new Set(['d']))).toBe('c')
  expect(focusAfterRemoval(ids, 'a', new Set(ids))).toBeNull()
  expect(focusAfterRemoval(ids, 'a', new Set(['c']))).toBe('a')
})

test('extending a selection takes everything between, in either direction', () => {
  expect(idsBetween(ids, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(idsBetween(ids, 'gone', 'b')).toEqual(['b'])
})

test('initials come from names and addresses in any script', () => {
  expect(['Pieter van den Berg', 'Ayşe Yıldırım', 'support@example.com', '王小明', ''].map(initials)).toEqual(['PB', 'AY', 'S', '王', '?'])
})

test('key caps show shift for capitals and every key of a sequence', () => {
  expect(keyCaps('Z')).toEqual(['⇧', 'Z'])
  expect(keyCaps('g i')).toEqual(['G', 'I'])
  expect(keyCaps('ctrl+Enter')).toEqual(['Ctrl', '↵'])
})

test('a binding is said to assistive technology in its own words, and two keys one after the other are not', () => {
  expect(['ctrl+Enter', 'Z', 'alt+T', 'ctrl+shift+z', '?', '+'].map(ariaKeys)).toEqual(['Control+Enter', 'Shift+Z', 'Alt+Shift+T', 'Control+Shift+z', '?', 'Plus'])
  expect([ariaKeys('g i'), ariaKeys(''), ariaKeys(undefined)]).toEqual([undefined, undefined, undefined])
})
