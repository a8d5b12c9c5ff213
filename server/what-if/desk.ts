import type { Database } from '../../db/client'
import type { Backlog } from '../../db/queries/backlog'
import { newId } from '../../db/schema/columns'
import { Failure } from '../../mail/failure'
import type { PlanEdge } from '../../rules/plan/plan'
import type { Counts } from '../../rules/what-if-tally'
import { failureOfDatabase, notFound } from '../failure-status'
import type { Log } from '../log'
import { newSearch, runSearch, type Search } from './search'
import type { Setting } from './setting'

/** How long a result stays, in milliseconds, and how many of a workspace. Asking again takes seconds. */
const KEPT_MS = 30 * 60_000
const KEPT_EACH = 3

/** `draft`, or the number of a published version. */
export type VersionName = 'draft' | number

export interface WhatIfQuestion {
  readonly ruleId: string
  /** Who asks: a new question of the same person takes the place of the one that runs. */
  readonly actorId: string
  readonly setting: Setting
  readonly backlog: Backlog
  readonly version: VersionName
  readonly comparedWith: VersionName | null
}

export interface WhatIfStatus {
  readonly id: string
  readonly ruleId: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Why it failed. */
  readonly code: string | null
  /** Null while the mails are being counted. */
  readonly total: number | null
  readonly milliseconds: number
  readonly version: VersionName
  readonly comparedWith: VersionName | null
  readonly since: Date | null
  readonly until: Date
  readonly mailboxId: string | null
  readonly counts: Counts
  /** Runs that went along each edge that was gone along. */
  readonly edges: readonly (Pick<PlanEdge, 'from' | 'port' | 'to'> & { readonly runs: number })[]
}

interface Kept {
  readonly id: string
  readonly question: WhatIfQuestion
  readonly search: Search
  readonly begunAt: number
  state: WhatIfStatus['state']
  code: string | null
  endedAt: number | null
}

/** The what-ifs of this process. They live in memory only: nothing of them is written, and whoever asks again has the answer again in seconds. */
export class WhatIfDesk {
  private readonly kept = new Map<string, Kept>()

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Begins one and returns its id. One runs at a time in a workspace: fails with `limited.whatIf` while somebody else's does. */
  start(question: WhatIfQuestion): string {
    this.sweep()
    const { workspaceId } = question.setting
    const running = this.of(workspaceId).find(({ state }) => state === 'running')
    if (running !== undefined && running.question.actorId !== question.actorId) {
      throw new Failure('limited.whatIf', { retry: { afterSeconds: 5 }, publicMessage: 'Somebody else in the workspace is looking back right now. Try again in a few seconds.' })
    }
    if (running !== undefined) this.stop(running)
    for (const old of this.of(workspaceId).slice(0, 1 - KEPT_EACH)) this.kept.delete(old.id)
    const kept: Kept = { id: newId(), question, search: newSearch(question.setting, question.backlog), begunAt: performance.now(), state: 'running', code: null, endedAt: null }
    this.kept.set(kept.id, kept)
    void this.run(kept)
    return kept.id
  }

  status(workspaceId: string, id: string): WhatIfStatus {
    const { question, search, state, code, begunAt, endedAt } = this.required(workspaceId, id)
    const counts = search.tally.counts()
    const { setting, backlog, ruleId, version, comparedWith } = question
    const edges = setting.after.plan.skeleton.edges.map(({ from, port, to }, index) => ({ from, port, to, runs: counts.edges[index] ?? 0 })).filter(({ runs }) => runs > 0)
    const { since, until, mailboxId } = backlog
    return { id, ruleId, state, code, total: search.total, milliseconds: Math.round((endedAt ?? performance.now()) - begunAt), version, comparedWith, since, until, mailboxId, counts, edges }
  }

  /** What was found so far, newest first, and what to try it again with. */
  found(workspaceId: string, id: string): Search {
    return this.required(workspaceId, id).search
  }

  /** Stops it where it is; what was counted until then stays. One that has ended stays as it is. */
  cancel(workspaceId: string, id: string): void {
    const kept = this.required(workspaceId, id)
    if (kept.state === 'running') this.stop(kept)
  }

  private stop(kept: Kept): void {
    kept.search.isCancelled = true
    kept.state = 'cancelled'
    kept.endedAt = performance.now()
  }

  private async run(kept: Kept): Promise<void> {
    try {
      await runSearch(this.database, kept.search)
      if (kept.state === 'running') kept.state = 'done'
    } catch (error) {
      if (kept.state === 'running') kept.state = 'failed'
      kept.code = error instanceof Failure ? error.code : (failureOfDatabase(error)?.code ?? 'whatIf.failed')
      this.log.error({ code: kept.code, workspaceId: kept.question.setting.workspaceId, ruleId: kept.question.ruleId, error }, 'a what-if failed')
    }
    kept.endedAt ??= performance.now()
  }

  private of(workspaceId: string): Kept[] {
    return [...this.kept.values()].filter(({ question }) => question.setting.workspaceId === workspaceId)
  }

  private required(workspaceId: string, id: string): Kept {
    this.sweep()
    const kept = this.kept.get(id)
    if (kept === undefined || kept.question.setting.workspaceId !== workspaceId) throw notFound('what-if')
    return kept
  }

  private sweep(): void {
    for (const { id, endedAt } of this.kept.values()) if (endedAt !== null && performance.now() - endedAt > KEPT_MS) this.kept.delete(id)
  }
}
