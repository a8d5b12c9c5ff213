/** What of a key press matters: the character it makes, and the modifiers that do not go into making it. */
export interface Press {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  getModifierState(key: 'AltGraph'): boolean
}

/**
 * One press as the registry writes it, or null when it can be no shortcut: a bare modifier, a dead key, or anything made with AltGr
 * (on many layouts that is how `[` or `#` is typed, and on Windows it arrives as ctrl and alt).
 */
export function chordOf(press: Press): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Unidentified', 'Process'].includes(press.key)) return null
  if (press.getModifierState('AltGraph') || (press.ctrlKey && press.altKey)) return null
  const character = [...press.key].length === 1
  const command = press.ctrlKey || press.metaKey
  const parts: string[] = []
  if (command) parts.push('ctrl')
  if (press.altKey) parts.push('alt')
  // A character already tells whether shift was held; with ctrl the letter is written small, so shift is said.
  if (press.shiftKey && (!character || (command && press.key.toLowerCase() !== press.key.toUpperCase()))) parts.push('shift')
  parts.push(character && command ? press.key.toLowerCase() : press.key)
  return parts.join('+')
}

/** True for chords that a person can hit by accident while talking or dictating (WCAG 2.1.4): one printable character without ctrl or alt. */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').every((chord) => [...chord].length === 1)
}
