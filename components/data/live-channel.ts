import { createStore } from './store'

export interface Change {
  readonly kind: string
  readonly ids: readonly string[]
}

export type LiveState = 'connecting' | 'live' | 'polling'

/** How the push channel is doing, in this browser. */
export const liveState = createStore<LiveState>('connecting')

type Said = { readonly change: Change } | { readonly state: LiveState } | { readonly ask: true }

/** Opens the one subscription; calls back with changes and with whether it stands. Returns how to close it. */
export type Connect = (heard: (change: Change) => void, stands: (state: LiveState) => void) => () => void

/**
 * One subscription per browser: the tab that holds the lock keeps it and tells the others; when that tab goes, the next one takes over.
 * Where locks do not exist (plain http on another host), each tab subscribes for itself. Returns how to stop.
 */
export function joinLiveChannel(connect: Connect, heard: (change: Change) => void): () => void {
  const channel = new BroadcastChannel('postroom-live')
  const stop = new AbortController()
  let leading = false
  const tell = (said: Said) => channel.postMessage(said)
  const lead = () => {
    leading = true
    return connect(
      (change) => {
        heard(change)
        tell({ change })
      },
      (state) => {
        liveState.set(state)
        tell({ state })
      },
    )
  }
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if ('change' in data) heard(data.change)
    else if ('state' in data) liveState.set(data.state)
    else if (leading) tell({ state: liveState.get() })
  }
  if (navigator.locks === undefined) {
    const close = lead()
    stop.signal.addEventListener('abort', close)
  } else {
    tell({ ask: true })
    const held = navigator.locks.request('postroom-live', { signal: stop.signal }, () => {
      if (stop.signal.aborted) return
      const close = lead()
      return new Promise<void>((resolve) => {
        stop.signal.addEventListener('abort', () => {
          close()
          resolve()
        })
      })
    })
    held.catch((error: unknown) => {
      if (!stop.signal.aborted) throw error
    })
  }
  return () => {
    stop.abort()
    channel.close()
  }
}
