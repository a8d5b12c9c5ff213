'use client'
import { useEffect } from 'react'
import { createStore, useStore } from '../data/store'

export type Theme = 'light' | 'dark' | 'system'

interface Look {
  readonly theme: Theme
  readonly highContrast: boolean
}

const look = createStore<Look>({ theme: 'system', highContrast: false })

/** What the reader chose in this browser. */
export function useLook(): Look {
  useEffect(read, [])
  return useStore(look)
}

export function setTheme(theme: Theme): void {
  localStorage.setItem('postroom.theme', theme)
  changed()
}

export function setHighContrast(on: boolean): void {
  localStorage.setItem('postroom.contrast', on ? 'more' : 'system')
  changed()
}

/** From what is drawn now to the other one. */
export function switchTheme(): void {
  setTheme(document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark')
}

function changed(): void {
  dispatchEvent(new Event('postroom-theme'))
  read()
}

function read(): void {
  const stored = localStorage.getItem('postroom.theme')
  look.set({ theme: stored === 'light' || stored === 'dark' ? stored : 'system', highContrast: localStorage.getItem('postroom.contrast') === 'more' })
}
