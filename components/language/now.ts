'use client'
import { useEffect, useState } from 'react'
import { createStore, useStore } from '../data/store'

/** One clock for the page, to the minute, so that a thousand rows do not each have their own. */
const minute = createStore(new Date(0))
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The present, renewed every minute. Before the page is alive: the time of `onServer`, so that server and browser write the same. */
export function useNow(onServer?: Date): Date {
  const [first] = useState(() => onServer ?? new Date())
  const shared = useStore(minute)
  useEffect(() => {
    watchers += 1
    if (watchers === 1) {
      minute.set(new Date())
      timer = setInterval(() => minute.set(new Date()), 60_000)
    }
    return () => {
      watchers -= 1
      if (watchers === 0) clearInterval(timer)
    }
  }, [])
  return shared.getTime() === 0 ? first : shared
}
