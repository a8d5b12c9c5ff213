import type { Outputs } from '../data/trpc'

type Step = Outputs['execution']['get']['steps'][number]

/** One attempt at something outside: when, how long, and what came of it. */
export interface Try {
  readonly at: Date
  /** Null where the end was not stored. */
  readonly milliseconds: number | null
  readonly result: 'done' | 'retry' | 'failed' | 'uncertain' | 'running'
  readonly code: string | null
  /** Our sentence, as stored. */
  readonly message: string | null
  /** The other side's own words. */
  readonly said: string | null
}

const RESULTS = { accepted: 'done', deferred: 'retry', failed: 'failed', uncertain: 'uncertain' } as const

/** The attempts of a step: those of the ledger, or, of a mail, those of its trail in the outbox. */
export function triesOf(step: Pick<Step, 'attempts' | 'mail' | 'error'>): readonly Try[] {
  if (step.mail !== null && step.mail.trail.some(({ kind }) => kind === 'calling')) return triesOfMail(step.mail.trail, step.error)
  return step.attempts.map(({ at, milliseconds, result, error }) => ({ at: new Date(at), milliseconds, result, code: error?.code ?? null, message: error?.message ?? null, said: error?.said ?? null }))
}

type Trail = NonNullable<Step['mail']>['trail']

function triesOfMail(trail: Trail, error: Step['error']): readonly Try[] {
  const tries: Try[] = []
  let began: Date | null = null
  for (const { at, kind, detail } of trail) {
    if (kind === 'calling') {
      began = at
      continue
    }
    if (kind !== 'accepted' && kind !== 'deferred' && kind !== 'failed' && kind !== 'uncertain') continue
    tries.push({ at: began ?? at, milliseconds: began === null ? null : at.getTime() - began.getTime(), result: RESULTS[kind], code: null, message: null, said: detail })
    began = null
  }
  if (began !== null) tries.push({ at: began, milliseconds: null, result: 'running', code: null, message: null, said: null })
  const last = tries.at(-1)
  if (last === undefined || error === null || last.result === 'done') return tries
  return [...tries.slice(0, -1), { ...last, code: error.code, message: error.message, said: error.said ?? last.said }]
}
