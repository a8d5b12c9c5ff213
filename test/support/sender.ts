import { openSender } from '../bench/smtp-sender'
import { until } from './until'

/**
 * Hands a mail in by SMTP as a sending server does: the same bytes again and again until the answer is 250. Resolves when it is, with how many times that took.
 * From then on nobody but the receiver has the mail.
 */
export async function sendUntilTaken(port: number, from: string, to: string, raw: Buffer, withinMilliseconds = 120_000): Promise<number> {
  let tries = 0
  await until(`${to} has been taken`, async () => {
    tries += 1
    const sender = await openSender(port)
    try {
      await sender.send(from, to, raw)
      return true
    } finally {
      sender.close()
    }
  }, { withinMilliseconds })
  return tries
}
