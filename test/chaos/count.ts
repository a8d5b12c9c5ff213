import { execFileSync } from 'node:child_process'
import { projectRoot } from '../../stack/paths'
import { EFFECT_WORK } from '../../rules/effects'
import { NODE_TYPES } from '../../rules/nodes/index'
import { JUNK_WORD } from './drawings'
import type { ChaosOffice } from './office'
import { everDone, insideOf, onServer, writtenIds, type Inside } from './outside'
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
  /** Effects that nobody asked for and ways out of waits that nobody took: the storm says nothing of them. */
  readonly uncovered: readonly string[]
  /** The longest time from a fault that no other followed too soon until an execution begun after it had ended. */
  readonly maxRecoverySeconds: number
}

export function hasFailed({ lost, duplicated, phantom, stuck }: Count): boolean {
  return [lost, duplicated, phantom, stuck].some((found) => found.length > 0)
}

/** Compares what the sink and the mail server have with what was handed over, and with our own ledger. */
export async function countOf(storm: Storm, seed: number): Promise<Count> {
  const { postroom, office, sink, web, taken, injected } = storm
  const [rows, server, done] = await Promise.all([insideOf(postroom, office), onServer(storm), everDone(postroom, office)])
  const bySubject = new Map(rows.map((row) => [row.subject, row]))
  const sent = new Map<string, number>()
  for (const { text } of sink.mails) {
    const subject = subjectOf(text)
    sent.set(subject, (sent.get(subject) ?? 0) + 1)
  }
  const calls = new Map<string, Set<unknown>>()
  for (const { body, headers } of web.asked) calls.set(body, (calls.get(body) ?? new Set()).add(headers['idempotency-key']))
  const outside: Outside = { server, mails: (subject) => sent.get(subject) ?? 0, calls: (body) => calls.get(JSON.stringify(body))?.size ?? 0 }
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
    for (const [what, times] of thingsOf(row, office, outside)) {
      const isUncertain = row.unknown.includes(what) || row.mails.some((mail) => mail.subject === what && mail.state === 'uncertain')
      effects += what === 'message' || what === 'execution' ? 0 : times
      if (times === 0 && !isUncertain) lost.push(`${subject}: ${what} (${row.states.join(', ')})`)
      if (times > 1) duplicated.push(`${subject}: ${what}, ${times} times`)
    }
  }
  const known = await writtenIds(postroom, office)
  const phantom = sink.mails.flatMap(({ text }) => (known.has(/^Resent-Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? '') ? [] : [subjectOf(text)]))
  return { seed, faults: talliedBy(injected.map(({ name }) => name)), messages: taken.length, effects, lost, duplicated, phantom, stuck, uncertain: rows.filter(({ states }) => states.includes('uncertain')).length, uncovered: toCover().filter((what) => !done.has(what)), maxRecoverySeconds: recovery(rows, injected.map(({ at }) => at)) }
}

/** Every effect there is, and every way out of every wait: a new one is missed until the storm asks for it. */
function toCover(): readonly string[] {
  return [...Object.keys(EFFECT_WORK), ...NODE_TYPES.flatMap(({ role, type, ports }) => (role === 'wait' ? ports.map((port) => `${type}: ${port}`) : []))]
}

interface Outside {
  readonly server: Awaited<ReturnType<typeof onServer>>
  mails(subject: string): number
  /** Calls with different keys: the same key says to the other side that it is one. */
  calls(body: object): number
}

/** How many there are of everything that a mail should have one of, by the outside where it can be asked. Mails are named by their subject. */
function thingsOf(row: Inside, office: ChaosOffice, { server, mails, calls }: Outside): readonly (readonly [what: string, times: number])[] {
  const { subject } = row
  const always = [['message', row.messages], ['execution', row.executions]] as const
  const mail = (name: string) => [name, mails(name)] as const
  const question = (name: string) => mail(`Your approval is asked for: ${name}`)
  const acted = [['ticket', row.tickets], ['tag', row.tags], ['notice', row.notices], mail(`Re: ${subject}`)] as const
  switch (row.accountId) {
    case office.imap.accountId: {
      const copies = server.anywhere.get(subject) ?? 0
      const where = (subject.endsWith(JUNK_WORD) ? server.junk : server.starred).get(subject) ?? 0
      return [...always, ...(subject.endsWith(JUNK_WORD) ? [] : acted), ['move', copies > 1 ? copies : where], ['star, or word that it is junk', where]]
    }
    case office.busy.accountId:
      return [
        ...always, ['ticket', row.tickets], ['follow-up', row.followUps], ['post', row.posts], ['changed ticket', row.opened], ['link', row.links], ['assigned and snoozed', row.assigned], ['read', row.read], ['filed', row.archived],
        ['no tag left', 1 - row.tags], ['execution of the other rule', row.caused], ['notice of the other rule', row.notices], mail(`Told: ${subject}`), mail(`Order: ${subject}`), mail(`Fwd: ${subject}`), mail(subject),
        ['http.request', calls({ subject })], ['web.post', calls({ text: subject })],
      ]
    case office.idle.accountId:
      return [...always, ['ticket', row.tickets], ['notice of the question and of the end', row.notices / 2], ['question', row.approvals], question(`May ${subject} go?`), ['wait of each kind', row.waits / 7]]
    case office.heard.accountId:
      return [
        ...always, ['ticket', row.tickets], ['notice of both questions and of the end', row.notices / 3], ['two questions', row.approvals / 2], question(`May ${subject} go?`), question(`Must ${subject} stay?`),
        ['wait of each kind', row.waits / 7],
      ]
    default:
      return [...always, ...acted, ['move', row.archived], ['star', row.starred]]
  }
}

function subjectOf(text: string): string {
  return /^Subject: (.*)\r$/m.exec(text)?.[1] ?? '(none)'
}

/** Of faults that follow one another before anything has ended, only the last tells how long recovering takes: before it nothing was whole. */
function recovery(rows: readonly Inside[], faults: readonly Date[]): number {
  const seconds = faults.flatMap((fault) => {
    const later = rows.flatMap(({ createdAt, endedAt }) => (createdAt !== null && endedAt !== null && createdAt > fault ? [endedAt.getTime()] : []))
    const recovered = Math.min(...later)
    const isInterrupted = faults.some((other) => other > fault && other.getTime() < recovered)
    return later.length === 0 || isInterrupted ? [] : [(recovered - fault.getTime()) / 1_000]
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
  const { seed, faults, messages, effects, lost, duplicated, phantom, stuck, uncertain, uncovered, maxRecoverySeconds } = count
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot(), encoding: 'utf8' }).trim()
  const total = Object.values(faults).reduce((sum, times) => sum + times, 0)
  const bySite = Object.entries(faults).map(([name, times]) => `${name} ${times}`).join('; ')
  const wrong = [...lost.map((what) => `lost: ${what}`), ...duplicated.map((what) => `duplicated: ${what}`), ...phantom.map((what) => `phantom: ${what}`), ...stuck.map((what) => `stuck: ${what}`)]
  const line = `seed ${seed}, commit ${commit}, faults_injected ${total} (${bySite}), messages ${messages}, effects ${effects} → lost ${lost.length}, duplicated ${duplicated.length}, phantom ${phantom.length}, stuck ${stuck.length}, uncertain ${uncertain}, max_recovery_s ${maxRecoverySeconds}`
  return [line, ...wrong, ...uncovered.map((what) => `not covered: ${what}`)].join('\n')
}
