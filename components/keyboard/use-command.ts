'use client'
import { useEffect, useRef } from 'react'
import { offer, type Handler } from './handlers'
import type { CommandId } from './registry'

/**
 * Makes a command of the registry act here while the component is on screen and `enabled`. The handler may close over anything: the newest one is called.
 * Returning `false` passes the key on.
 */
export function useCommand(id: CommandId, handler: Handler, { enabled = true }: { enabled?: boolean } = {}): void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => (enabled ? offer({ id, handler: latest }) : undefined), [id, enabled])
}
