import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../stack/demo/random'
import { asError } from '../../stack/as-error'
import { startDovecot, type OwnDovecot } from '../support/dovecot'
import { startHeadless, type Headless } from '../support/headless'
import { rawOf } from '../support/mails'
import { sendUntilTaken } from '../support/sender'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'
import { startWebPeer, type WebPeer } from '../support/web-peer'
import { countOf, type Count } from './count'
import { JUNK_WORD, STANDING_LEAD } from './drawings'
import { drawFaults, inject, type Injected } from './faults'
import { openChaosOffice, type ChaosOffice } from './office'
import { whatIsOpen } from './outside'
import { peopleOf } from './people'

export interface StormOptions {
  readonly seed: number
  readonly executions: number
  readonly kills: number
  /** Told what happens, for a person who watches. */
  readonly tell: (what: string) => void
}

/** Everything a count needs: what was done, and what can be asked. */
export interface Storm {
  readonly postroom: Headless
  readonly office: ChaosOffice
  readonly dovecot: OwnDovecot
  readonly sink: SmtpSink
  readonly web: WebPeer
  /** Subjects that were handed over: from then on the sender may forget the mail. */
  readonly taken: readonly string[]
  readonly injected: readonly Injected[]
}

/** Where mails come to, in turn. Two of each are enough for every effect and every way out of every wait. */
const WAYS = ['imap', 'junk', 'local', 'patient', 'busy', 'idle', 'heard'] as const
/** Faults come this far apart on average, so that the parts are back and busy again. */
const FAULT_EVERY_MS = 5_000
/** How often people look whether something waits for them. */
const ROUND_MS = 250
/** A claim's lease (30 s), the sweep's quiet minute and its interval, and room; and what a slow machine needs for each execution that piled up. */
const DRAIN_MS = 240_000
const DRAIN_MS_EACH = 500

/** Sends mail at random moments while parts die at random moments, waits until everything has ended, and counts what came of it. The same seed draws the same storm. */
export async function storm({ seed, executions, kills, tell }: StormOptions): Promise<Count> {
  const random = new Random(seed)
  const [dovecot, sink, web] = await Promise.all([startDovecot(), startSmtpSink(), startWebPeer()])
  const postroom = await startHeadless([`127.0.0.1:${dovecot.imapPort}`, `127.0.0.1:${sink.port}`, web.place])
  let isOver = false
  try {
    const office = await openChaosOffice(postroom, dovecot, sink.port, web)
    tell('the company is open')
    const taken: string[] = []
    const injected: Injected[] = []
    const spread = kills * FAULT_EVERY_MS
    const began = performance.now()
    const moment = async (at: number): Promise<void> => void (await pause(Math.max(0, began + at - performance.now())))

    const sending = Array.from({ length: executions }, async (_, index) => {
      const at = random.next() * spread
      const way = WAYS[index % WAYS.length] ?? 'imap'
      await moment(at)
      const subject = subjectFor(way, `Storm ${seed}-${index}`)
      const { address } = office[way === 'junk' ? 'imap' : way]
      const raw = rawOf({ subject, to: address, from: `sender${index}@out.example`, id: `<storm-${seed}-${index}@out.example>` })
      if (address === office.imap.address) await dovecot.deliver(office.imap.user, raw)
      else await sendUntilTaken(postroom.gatewayPort, `sender${index}@out.example`, address, raw, DRAIN_MS)
      taken.push(subject)
    })
    const dying = async (): Promise<void> => {
      for (const fault of drawFaults(random, kills)) {
        await pause(random.between(500, 2 * FAULT_EVERY_MS - 2_000))
        const done = await inject(postroom, fault)
        tell(done.name)
        injected.push(done)
      }
    }
    const people = peopleOf(postroom, office)
    const living = async (): Promise<void> => {
      for (; !isOver; await pause(ROUND_MS)) await people.round().catch((cause: unknown) => tell(asError(cause).message))
    }
    const lives = living()
    await Promise.all([dying(), ...sending])
    tell('the storm is over')
    const stuck = await until('everything has ended', () => whatIsOpen(postroom, office).then((open) => open.taken >= taken.length && open.notEnded + open.onTheirWay === 0), { withinMilliseconds: DRAIN_MS + executions * DRAIN_MS_EACH }).then(() => false, (cause: unknown) => {
      tell(asError(cause).message)
      return true
    })
    isOver = true
    await lives
    tell(stuck ? 'not everything ended' : 'everything has ended')
    return await countOf({ postroom, office, dovecot, sink, web, taken, injected }, seed)
  } finally {
    isOver = true
    await postroom.remove()
    await dovecot.stop()
    await sink.stop()
    await web.close()
  }
}

/** What makes the rules do on this way what they are there for. */
function subjectFor(way: (typeof WAYS)[number], name: string): string {
  if (way === 'junk') return `${name} ${JUNK_WORD}`
  return way === 'busy' ? `${name}, lead ${STANDING_LEAD}` : name
}
