import { setTimeout as pause } from 'node:timers/promises'
import nodemailer, { type Transporter } from 'nodemailer'
import { liveMail } from './live-mail'
import type { DemoMailServer } from './mail-server'

export interface TrickleOptions {
  readonly mail: DemoMailServer
  readonly gatewayPort: number
  /** The web app's own address; its metrics say whether a browser is watching. */
  readonly webUrl: string
  /** False when the demo company was removed or its accounts are not there yet. */
  readonly wanted: () => Promise<boolean>
  readonly signal: AbortSignal
}

/** Live mails right after the start, within the first minute. */
const FIRST = 40
const FIRST_PAUSE = 1_300
const TRICKLE_PAUSE = 20_000
const LOOK_PAUSE = 2_000
/** Mails the demo makes by itself at most, the past ones included. */
const MOST = 2_000

/** Lets mail arrive: forty in the first minute, then one every 20 s while a browser is watching, 2,000 in all. Resolves when aborted. */
export async function trickle({ mail, gatewayPort, webUrl, wanted, signal }: TrickleOptions): Promise<void> {
  const gateway = nodemailer.createTransport({ host: '127.0.0.1', port: gatewayPort, secure: false, ignoreTLS: true })
  const run = Date.now().toString(36)
  let sent = 0
  while (!signal.aborted && mail.count() + sent / 2 < MOST) {
    const watched = sent < FIRST || (await isWatched(webUrl))
    if (!watched || !(await wanted())) {
      await rest(LOOK_PAUSE, signal)
      continue
    }
    const next = await liveMail(sent, run, new Date())
    if (next.way === 'imap') mail.deliver(next.raw)
    else if (!(await handOver(gateway, next))) {
      await rest(LOOK_PAUSE, signal)
      continue
    }
    sent += 1
    await rest(sent < FIRST ? FIRST_PAUSE : TRICKLE_PAUSE, signal)
  }
}

/** False when the gateway is not there or does not take it now: the same mail is tried again. */
async function handOver(gateway: Transporter, mail: { from: string; to: string; raw: string }): Promise<boolean> {
  return gateway.sendMail({ envelope: { from: mail.from, to: [mail.to] }, raw: Buffer.from(mail.raw, 'latin1') }).then(
    () => true,
    () => false,
  )
}

async function isWatched(webUrl: string): Promise<boolean> {
  const page = await fetch(new URL('/metrics', webUrl)).then(
    (response) => (response.ok ? response.text() : ''),
    () => '',
  )
  return /^postroom_live_subscribers [1-9]/m.test(page)
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined)
}
