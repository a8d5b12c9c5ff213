import { describe, expect, test } from 'vitest'
import { chordOf, isSingleKey, type Press } from '../../../components/keyboard/chord'
import { findCommand, type Situation } from '../../../components/keyboard/find-command'
import { COMMANDS, type Command, type CommandId } from '../../../components/keyboard/registry'

const all: readonly Command[] = COMMANDS
const press = (key: string, held: Partial<Omit<Press, 'key' | 'getModifierState'>> & { altGraph?: boolean } = {}): Press => ({
  key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held, getModifierState: () => held.altGraph ?? false,
})
const situation = (live: readonly CommandId[], more: Partial<Situation> = {}): Situation => ({
  live: new Set(live), typing: false, inDialog: false, singleKeys: true, prefix: null, ...more,
})

describe('the list of commands', () => {
  test('no id is used twice', () => {
    expect(new Set(all.map((command) => command.id)).size).toBe(all.length)
  })

  test('no key means two things in one scope', () => {
    const seen = new Map<string, string>()
    for (const command of all) {
      for (const keys of command.keys) {
        expect(seen.get(`${command.scope} ${keys}`), `${keys} in ${command.scope}`).toBeUndefined()
        seen.set(`${command.scope} ${keys}`, command.id)
      }
    }
  })

  test('an inner scope takes a key from the global ones and lists only where that was decided', () => {
    const decided = new Set(['compose.close Escape', 'canvas.edit Enter', 'canvas.walkDown ArrowDown', 'canvas.walkUp ArrowUp'])
    const outer = all.filter((command) => command.scope === 'global' || command.scope === 'list')
    const taken = all
      .filter((command) => command.scope !== 'global' && command.scope !== 'list')
      .flatMap((command) => command.keys.filter((keys) => outer.some((other) => other.keys.includes(keys))).map((keys) => `${command.id} ${keys}`))
    expect(taken.filter((clash) => !decided.has(clash))).toEqual([])
  })

  test('lists and global commands share no key', () => {
    const global = new Set(all.filter((command) => command.scope === 'global').flatMap((command) => command.keys))
    expect(all.filter((command) => command.scope === 'list' && command.keys.some((keys) => global.has(keys)))).toEqual([])
  })

  test('no single key is also the beginning of a two-key shortcut', () => {
    const beginnings = new Set(all.flatMap((command) => command.keys.flatMap((keys) => (keys.includes(' ') ? [keys.split(' ')[0]] : []))))
    expect(all.filter((command) => command.keys.some((keys) => beginnings.has(keys)))).toEqual([])
  })

  test('characters that need AltGr on German, French, Turkish or Polish keyboards have a second binding', () => {
    const hard = ['#', '/', '[', ']']
    expect(all.filter((command) => command.keys.some((keys) => hard.includes(keys)) && command.keys.every((keys) => hard.includes(keys)))).toEqual([])
  })
})

describe('a press', () => {
  test.each([
    ['the character counts, so shift and 3 on one layout and # on another are the same', press('#', { shiftKey: true }), '#'],
    ['a capital is written as such', press('Z', { shiftKey: true }), 'Z'],
    ['ctrl and ⌘ are the same', press('K', { metaKey: true }), 'ctrl+k'],
    ['with ctrl, shift is said', press('Z', { ctrlKey: true, shiftKey: true }), 'ctrl+shift+z'],
    ['named keys say their modifiers', press('F6', { shiftKey: true }), 'shift+F6'],
    ['what AltGr makes is typing, never a shortcut', press('[', { altGraph: true }), null],
    ['AltGr as Windows sends it is typing too', press('#', { ctrlKey: true, altKey: true }), null],
    ['a bare modifier is nothing', press('Shift', { shiftKey: true }), null],
  ])('%s', (_, given, chord) => {
    expect(chordOf(given)).toBe(chord)
  })

  test('a plain letter never fires while typing', () => {
    expect(findCommand('z', situation(['undo'], { typing: true }))).toBeNull()
    expect(findCommand('z', situation(['undo']))).toEqual({ command: 'undo' })
  })

  test('ctrl-enter sends while typing', () => {
    expect(findCommand('ctrl+Enter', situation(['compose.send'], { typing: true }))).toEqual({ command: 'compose.send' })
  })

  test('selecting, copying and undoing in a text field stay the browser’s', () => {
    for (const [chord, id] of [['ctrl+a', 'list.selectAll'], ['ctrl+c', 'canvas.copy'], ['ctrl+z', 'canvas.undo']] as const) {
      expect(findCommand(chord, situation([id], { typing: true }))).toBeNull()
      expect(findCommand(chord, situation([id]))).toEqual({ command: id })
    }
  })

  test('two keys after one another mean one command', () => {
    expect(findCommand('g', situation(['goInbox']))).toEqual({ prefix: 'g' })
    expect(findCommand('i', situation(['goInbox'], { prefix: 'g' }))).toEqual({ command: 'goInbox' })
    expect(findCommand('q', situation(['goInbox'], { prefix: 'g' }))).toBeNull()
  })

  test('the innermost scope on screen wins', () => {
    expect(findCommand('Escape', situation(['up', 'compose.close']))).toEqual({ command: 'compose.close' })
    expect(findCommand('Escape', situation(['up']))).toEqual({ command: 'up' })
  })

  test('under an open dialog only the palette answers', () => {
    expect(findCommand('e', situation(['mail.archive'], { inDialog: true }))).toBeNull()
    expect(findCommand('ctrl+k', situation(['palette'], { inDialog: true }))).toEqual({ command: 'palette' })
  })

  test('single keys switched off leave arrows, Enter and ctrl keys working', () => {
    const off = { singleKeys: false }
    expect(findCommand('j', situation(['list.next'], off))).toBeNull()
    expect(findCommand('ArrowDown', situation(['list.next'], off))).toEqual({ command: 'list.next' })
    expect(findCommand('g', situation(['goInbox'], off))).toBeNull()
    expect(findCommand('ctrl+k', situation(['palette'], off))).toEqual({ command: 'palette' })
    expect(isSingleKey('g i')).toBe(true)
    expect(isSingleKey('F6')).toBe(false)
  })
})
