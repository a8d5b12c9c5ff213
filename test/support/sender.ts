import { setTimeout as pause } from 'node:timers/promises'
import { asError } from '../../stack/as-error'
import { openSender } from '../bench/smtp-sender'

/** A sending server that is turned away comes back later each time, else hundreds of them keep a receiver from getting up. */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 2_000

/**
 * Hands a mail in by SMTP as a sending server does: the same bytes again and again until the answer is 250. Resolves when it is, with how many times that took.
 * From then on nobody but the receiver has the mail. Throws at once when the answer is final.
 */
export async function sendUntilTaken(port: number, from: string, to: string, raw: Buffer, withinMilliseconds = 120_000): Promise<number> {
  const deadline = performance.now() + withinMilliseconds
  for (let tries = 1, wait = FIRST_PAUSE_MS; ; tries += 1, wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const refusal = await attempt(port, from, to, raw)
    if (refusal === null) return tries
    if (/answered: 5/.test(refusal.message)) throw refusal
    if (performance.now() > deadline) throw new Error(`Not within ${withinMilliseconds} ms: a mail to ${to} is taken`, { cause: refusal })
    await pause(wait)
  }
}

/** Null: the mail was taken. */
async function attempt(port: number, from: string, to: string, raw: Buffer): Promise<Error | null> {
  try {
    const sender = await openSender(port)
    try {
      await sender.send(from, to, raw)
      return null
    } finally {
      sender.close()
    }
  } catch (cause) {
    return asError(cause)
  }
}
