'use client'
import { useRef } from 'react'

export interface ReturnFocus {
  /** Before the focus moves in. */
  readonly remember: () => void
  /** For `onCloseAutoFocus`. */
  readonly restore: (event: Event) => void
}

/**
 * Gives the focus back to what opened a dialog. Radix does so only for its own triggers, and ours are opened by state: without this the keyboard starts again at the top
 * of the page. From a menu or a popover, which are gone by then, it goes back to their button.
 */
export function useReturnFocus(): ReturnFocus {
  const openers = useRef<readonly HTMLElement[]>([])
  return {
    remember: () => {
      const from = document.activeElement
      const layer = from?.closest('[role="menu"], [role="dialog"]')
      const button = layer?.id ? document.querySelector(`[aria-controls="${CSS.escape(layer.id)}"]`) : null
      openers.current = [from, button].filter((element) => element instanceof HTMLElement)
    },
    restore: (event) => {
      event.preventDefault()
      // Whoever closed it may have sent the focus somewhere already.
      const now = document.activeElement
      if (now === null || now === document.body || now.getAttribute('role') === 'dialog') openers.current.find((element) => element !== document.body && element.isConnected)?.focus()
    },
  }
}
