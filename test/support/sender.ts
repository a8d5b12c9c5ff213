import { openSender } from '../bench/smtp-sender'
import { until } from './until'

/**
 * Hands a mail in by SMTP as a sending server does: the same bytes again and again until the answer is 250. Resolves when it is, with how many times that took.
 * From then on nobody but the receiver has the mail. Throws at once when the answer is final.
 */
export async function sendUntilTaken(port: number, from: string, to: string, raw: Buffer, withinMilliseconds = 120_000): Promise<number> {
  let tries = 0
  const refusal = await until(`a mail to ${to} is taken`, async () => {
    tries += 1
    const sender = await openSender(port)
    try {
      await sender.send(from, to, raw)
      return 'none'
    } catch (cause) {
      if (cause instanceof Error && /answered: 5/.test(cause.message)) return cause
      throw cause
    } finally {
      sender.close()
    }
  }, { withinMilliseconds })
  if (refusal instanceof Error) throw refusal
  return tries
}
