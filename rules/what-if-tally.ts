import type { DryRun } from './dry-run'
import type { EffectKind } from './effects'
import type { MessageFacts } from './facts'
import { stretchOf, type Stretch } from './moment'
import type { StepId } from './plan/plan'
import { wallTimeAt } from './wall-clock'
import { arrivalOf, differenceOf, wayOf, type Difference, type Hindsight, type Sight, type Way } from './what-if'

/** A mail that one of the versions would have acted on. Ids and verdicts only. */
export interface Found {
  readonly messageRef: string
  /** The version that is asked about would have matched it. */
  readonly matched: boolean
  /** Compared with the other version; null where there is none. */
  readonly difference: Difference | null
  /** An earlier mail used the rule's scope: this one would have been passed over. */
  again: boolean
}

export interface EffectCount {
  readonly step: StepId
  readonly kind: EffectKind
  /** Done or taken over from what was there; already so; left out; failed. */
  readonly would: number
  readonly noChange: number
  readonly skipped: number
  readonly fails: number
}

export interface DayCount {
  /** `2026-11-21`, on the wall clock of the rule. */
  readonly day: string
  readonly looked: number
  readonly matched: number
}

export interface SenderCount {
  readonly address: string
  readonly name: string
  readonly matched: number
}

export interface Counts {
  readonly looked: number
  readonly matched: number
  /** How often the rule would have run: less than `matched` where it acts once per conversation or time. */
  readonly runs: number
  readonly outsideDates: number
  /** Of the runs: that would stand at a wait now, and that would have failed. */
  readonly waits: number
  readonly fails: number
  /** Runs by index of the plan's edge. */
  readonly edges: readonly number[]
  readonly ports: readonly { readonly step: StepId; readonly port: string; readonly runs: number }[]
  readonly effects: readonly EffectCount[]
  /** Every day that has mail, oldest first. */
  readonly days: readonly DayCount[]
  /** Most mails first. */
  readonly senders: readonly SenderCount[]
  readonly difference: Readonly<Record<'gained' | 'lost' | 'changed', number>> | null
}

const SENDERS = 10

/** Folds mails, in any order, into counts. Holds what it needs of a mail and nothing it says. */
export class Tally {
  readonly found: Found[] = []
  private looked = 0
  private outsideDates = 0
  private readonly ways = new Map<string, { readonly way: Way; runs: number }>()
  private readonly days = new Map<string, { looked: number; matched: number }>()
  /** The day of the mail before: most often the next mail's too. */
  private today: Stretch & { readonly counted: { looked: number; matched: number } } = { start: 0, end: 0, counted: { looked: 0, matched: 0 } }
  private readonly senders = new Map<string, { readonly name: string; matched: number }>()
  private readonly holders = new Map<string, { readonly at: string; readonly found: Found; readonly way: { runs: number } }>()
  private readonly differences = { gained: 0, lost: 0, changed: 0, same: 0 }

  constructor(
    private readonly mine: Hindsight,
    private readonly timeZone: string,
    private readonly isCompared: boolean,
  ) {}

  /** A mail that was looked at, and what the version that is asked about made of it at first sight. */
  look(facts: MessageFacts, sight: Sight): void {
    this.looked += 1
    if (sight === 'outside its dates') this.outsideDates += 1
    const day = this.dayOf(facts)
    day.looked += 1
    if (sight === 'hit') day.matched += 1
  }

  /** A mail that one of the versions acts on; null: that one does not, or there is no such version. */
  take(facts: MessageFacts, after: DryRun | null, before: DryRun | null): void {
    const difference = this.isCompared ? differenceOf(before, after) : null
    const found: Found = { messageRef: facts.messageRef, matched: after !== null, difference, again: false }
    this.found.push(found)
    if (difference !== null) this.differences[difference] += 1
    if (after === null) return
    this.countSender(facts)
    this.run(facts, found, this.known(wayOf(after)))
  }

  counts(): Counts {
    const { plan } = this.mine
    const ways = [...this.ways.values()].filter(({ runs }) => runs > 0)
    const edges = plan.skeleton.edges.map(() => 0)
    const ports = new Map<string, { step: StepId; port: string; runs: number }>()
    const effects = new Map<string, { step: StepId; kind: EffectKind; would: number; noChange: number; skipped: number; fails: number }>()
    for (const { way, runs } of ways) {
      for (const edge of way.edges) edges[edge] = (edges[edge] ?? 0) + runs
      for (const [step, port] of way.ports) entryOf(ports, `${step} ${port}`, () => ({ step, port, runs: 0 })).runs += runs
      for (const [step, kind, would] of way.effects) entryOf(effects, `${step} ${kind}`, () => ({ step, kind, would: 0, noChange: 0, skipped: 0, fails: 0 }))[COLUMN[would]] += runs
    }
    const sum = (of: (way: Way) => boolean) => ways.reduce((all, { way, runs }) => all + (of(way) ? runs : 0), 0)
    const { same: _, ...difference } = this.differences
    return {
      looked: this.looked,
      matched: this.found.filter(({ matched }) => matched).length,
      runs: sum(() => true),
      outsideDates: this.outsideDates,
      waits: sum(({ waits }) => waits),
      fails: sum(({ fails }) => fails),
      edges,
      ports: [...ports.values()],
      effects: [...effects.values()].sort((a, b) => b.would - a.would),
      days: [...this.days].map(([day, counted]) => ({ day, ...counted })).sort((a, b) => (a.day < b.day ? -1 : 1)),
      senders: [...this.senders].map(([address, counted]) => ({ address, ...counted })).sort((a, b) => b.matched - a.matched || (a.address < b.address ? -1 : 1)).slice(0, SENDERS),
      difference: this.isCompared ? { ...difference } : null,
    }
  }

  private known(way: Way) {
    return entryOf(this.ways, JSON.stringify(way), () => ({ way, runs: 0 }))
  }

  /** Of mails that share the rule's scope the earliest is acted on, whichever is seen first. */
  private run(facts: MessageFacts, found: Found, way: { runs: number }): void {
    way.runs += 1
    if (this.mine.plan.scope === 'message') return
    const key = this.mine.key(facts)
    const at = arrivalOf(facts)
    const holder = this.holders.get(key)
    const isEarlier = holder === undefined || at < holder.at || (at === holder.at && facts.messageRef < holder.found.messageRef)
    if (isEarlier) this.holders.set(key, { at, found, way })
    const later = isEarlier ? holder : { found, way }
    if (later === undefined) return
    later.found.again = true
    later.way.runs -= 1
  }

  private countSender({ from }: MessageFacts): void {
    if (from !== null) entryOf(this.senders, from.address.toLowerCase(), () => ({ name: from.name, matched: 0 })).matched += 1
  }

  private dayOf(facts: MessageFacts) {
    const at = Date.parse(arrivalOf(facts))
    if (at < this.today.start || at >= this.today.end) {
      const day = dayName(at, this.timeZone)
      const counted = entryOf(this.days, day, () => ({ looked: 0, matched: 0 }))
      this.today = { ...(stretchOf(day, { now: arrivalOf(facts), timeZone: this.timeZone }) ?? { start: at, end: at }), counted }
    }
    return this.today.counted
  }
}

const COLUMN = { do: 'would', reuse: 'would', 'no change': 'noChange', skip: 'skipped', fail: 'fails' } as const

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function dayName(at: number, timeZone: string): string {
  const { year, month, day } = wallTimeAt(at, timeZone)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
