import { inject } from 'vitest'
import type { ZodType } from 'zod'

/** What the run's shared part tells about itself; the first one who asks starts it. Throws with the reason when it does not start. */
export async function ask<T>(part: 'postgres' | 'temporal' | 'dovecot', told: ZodType<T>): Promise<T> {
  const response = await fetch(`${inject('sharedStack')}/${part}`)
  if (!response.ok) throw new Error(`The shared ${part} did not start: ${await response.text()}`)
  return told.parse(await response.json())
}
