import { execFileSync } from 'node:child_process'
import { projectRoot } from '../../stack/paths'
import { insideOf, onServer, type Inside } from './outside'
import type { Storm } from './storm'

/** What a storm came to. Nothing lost, duplicated, phantom or stuck is the promise; `uncertain` is what it says where a mail server's answer was lost. */
export interface Count {
  readonly seed: number
  readonly faults: Readonly<Record<string, number>>
  readonly messages: number
  readonly effects: number
  readonly lost: readonly string[]
  readonly duplicated: readonly string[]
  /** Seen outside, unknown inside. */
  readonly phantom: readonly string[]
  readonly stuck: readonly string[]
  readonly uncertain: number
  /** The longest time from a fault until an execution begun after it had ended. */
  readonly maxRecoverySeconds: number
}

export function hasFailed({ lost, duplicated, phantom, stuck }: Count): boolean {
  return [lost, duplicated, phantom, stuck].some((found) => found.length > 0)
}

/** Compares what the sink and the mail server have with what was handed over, and with our own ledger. */
export async function countOf(storm: Storm, seed: number): Promise<Count> {
  const { postroom, office, sink, taken, injected } = storm
  const [rows, server] = await Promise.all([insideOf(postroom, office), onServer(storm)])
  const bySubject = new Map(rows.map((row) => [row.subject, row]))
  const replies = (subject: string): number => sink.mails.filter(({ text }) => text.includes(`\r\nSubject: Re: ${subject}\r\n`)).length
  const lost: string[] = []
  const duplicated: string[] = []
  const stuck: string[] = []
  let effects = 0
  for (const subject of taken) {
    const row = bySubject.get(subject)
    if (row === undefined) {
      lost.push(`${subject}: the mail`)
      continue
    }
    if (row.executions > 0 && row.endedAt === null) {
      stuck.push(`${subject}: ${row.states.join(', ')}`)
      continue
    }
    const isUncertain = row.mails[0] === 'uncertain'
    for (const [what, times] of thingsOf(row, office.imap.accountId, server, replies(subject))) {
      effects += what === 'message' || what === 'execution' ? 0 : times
      if (times === 0 && !(what === 'reply' && isUncertain)) lost.push(`${subject}: ${what} (${row.states.join(', ')})`)
      if (times > 1) duplicated.push(`${subject}: ${what}, ${times} times`)
    }
  }
  const phantom = sink.mails.flatMap(({ text }) => {
    const subject = /^Subject: Re: (.*)\r$/m.exec(text)?.[1] ?? '(none)'
    return bySubject.get(subject)?.mails.length === 1 ? [] : [`a reply to ${subject}`]
  })
  return { seed, faults: talliedBy(injected.map(({ name }) => name)), messages: taken.length, effects, lost, duplicated, phantom, stuck, uncertain: rows.filter(({ states }) => states.includes('uncertain')).length, maxRecoverySeconds: recovery(rows, injected.map(({ at }) => at)) }
}

/** How many there are of everything that a mail should have one of, by the outside where it can be asked. */
function thingsOf(row: Inside, imapAccountId: string, server: Awaited<ReturnType<typeof onServer>>, replies: number): readonly (readonly [what: string, times: number])[] {
  const isImap = row.accountId === imapAccountId
  const copies = server.anywhere.get(row.subject) ?? 0
  return [
    ['message', row.messages], ['execution', row.executions], ['tag', row.tags], ['ticket', row.tickets], ['notice', row.notices], ['reply', replies],
    ['move', isImap ? (copies > 1 ? copies : server.starred.get(row.subject) ?? 0) : row.archived],
    ['star', isImap ? server.starred.get(row.subject) ?? 0 : row.starred],
  ]
}

function recovery(rows: readonly Inside[], faults: readonly Date[]): number {
  const seconds = faults.map((fault) => {
    const later = rows.flatMap(({ createdAt, endedAt }) => (createdAt !== null && endedAt !== null && createdAt > fault ? [endedAt.getTime()] : []))
    return later.length === 0 ? 0 : (Math.min(...later) - fault.getTime()) / 1_000
  })
  return Math.round(Math.max(0, ...seconds) * 10) / 10
}

function talliedBy(names: readonly string[]): Record<string, number> {
  const tally: Record<string, number> = {}
  for (const name of names) tally[name] = (tally[name] ?? 0) + 1
  return tally
}

/** One line to publish, and a line for each thing that went wrong. */
export function report(count: Count): string {
  const { seed, faults, messages, effects, lost, duplicated, phantom, stuck, uncertain, maxRecoverySeconds } = count
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot(), encoding: 'utf8' }).trim()
  const total = Object.values(faults).reduce((sum, times) => sum + times, 0)
  const bySite = Object.entries(faults).map(([name, times]) => `${name} ${times}`).join('; ')
  const wrong = [...lost.map((what) => `lost: ${what}`), ...duplicated.map((what) => `duplicated: ${what}`), ...phantom.map((what) => `phantom: ${what}`), ...stuck.map((what) => `stuck: ${what}`)]
  const line = `seed ${seed}, commit ${commit}, faults_injected ${total} (${bySite}), messages ${messages}, effects ${effects} → lost ${lost.length}, duplicated ${duplicated.length}, phantom ${phantom.length}, stuck ${stuck.length}, uncertain ${uncertain}, max_recovery_s ${maxRecoverySeconds}`
  return [line, ...wrong].join('\n')
}
