import { createStore } from '../data/store'

const KEY = 'postroom.single-keys'

/** Whether plain letters act. Per browser, because it is about this keyboard and this voice software. */
export const singleKeys = createStore(true)

/** Reads the stored choice; call once in the browser. */
export function loadSingleKeys(): void {
  singleKeys.set(localStorage.getItem(KEY) !== 'off')
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off')
  singleKeys.set(on)
}
