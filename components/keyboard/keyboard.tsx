'use client'
import { useEffect } from 'react'
import { chordOf } from './chord'
import { findCommand } from './find-command'
import { liveCommands, runCommand } from './handlers'
import { loadSingleKeys, singleKeys } from './single-keys'

/** How long the first half of a two-key shortcut waits for the second. */
const PREFIX_MILLISECONDS = 1500

/** The one key listener of the application. Mounted once, in the shell. */
export function Keyboard() {
  useEffect(() => {
    loadSingleKeys()
    let prefix: { keys: string; at: number } | null = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const chord = chordOf(event)
      if (chord === null) return
      const target = event.target instanceof Element ? event.target : document.body
      const held = prefix !== null && event.timeStamp - prefix.at < PREFIX_MILLISECONDS ? prefix.keys : null
      prefix = null
      const found = findCommand(chord, {
        live: liveCommands(),
        typing: isTyping(target),
        inDialog: target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null || document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null,
        singleKeys: singleKeys.get(),
        prefix: held,
      })
      if (found === null || (chord === 'Enter' && activates(target))) return
      if ('prefix' in found) {
        prefix = { keys: found.prefix, at: event.timeStamp }
        event.preventDefault()
      } else if (runCommand(found.command)) {
        event.preventDefault()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return null
}

const TEXT_TYPES = new Set(['text', 'search', 'email', 'password', 'url', 'tel', 'number', 'date', 'time', 'datetime-local'])

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return TEXT_TYPES.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable)
}

/** Enter on a link or button is that link's or button's. */
function activates(target: Element): boolean {
  return target.closest('a[href], button, summary, [role="button"], [role="tab"], [role="checkbox"], [role="switch"]') !== null
}
