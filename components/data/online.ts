'use client'
import { createStore, useStore } from './store'

/** Null while online, else since when not. */
const offline = createStore<Date | null>(null)

if (typeof window !== 'undefined') {
  const look = () => offline.set(navigator.onLine ? null : (offline.get() ?? new Date()))
  window.addEventListener('online', look)
  window.addEventListener('offline', look)
  look()
}

/** Since when this browser has had no network; null while it has. */
export function useOfflineSince(): Date | null {
  return useStore(offline, null)
}
