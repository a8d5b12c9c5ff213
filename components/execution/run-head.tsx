'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useOutcomeWords, type RuleAtHand } from '../explanation/outcome-words'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Time } from '../language/time'
import { ModeTag } from '../state/mode-tag'
import { StateChip } from '../state/state-chip'
import { editorAddress } from './addresses'
import { FromOlderMail } from './from-older-mail'
import { LINK } from './ref-link'
import { isOver } from './run-life'
import { isFromOlderMail, retriesOf, workingTime, type Run } from './run-steps'
import type { StepWords } from './use-step-words'

/** What the run came to, its state, and the few facts that matter at a glance. */
export function RunHead({ run, words, onVersus }: { run: Run; words: StepWords; /** Asks what another version would do. */ onVersus: () => void }) {
  const t = useTranslations('executions')
  const replay = useTranslations('replay')
  const say = useOutcomeWords()
  const formats = useFormats()
  const now = useNow()
  const retries = retriesOf(run)
  const worked = workingTime(run, now)
  const rule: RuleAtHand = {
    branch(step, port) {
      const node = run.plan?.nodes[step]
      return node === undefined ? null : { step: words.title({ id: step, name: node.name, type: node.type }), port: words.port(step, port) }
    },
    purpose: words.purposeOf,
  }
  const waiting = run.steps.find(({ state, wait }) => state === 'waiting' && wait !== null)?.wait
  const nextTry = run.steps.find(({ state }) => state === 'retrying')?.nextTryAt
  return (
    <header className="grid shrink-0 grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 border-b border-line px-4 py-3 max-sm:grid-cols-1">
      <h2 className="text-16 font-strong text-pretty">{say(run, rule)}</h2>
      <span className="flex items-center gap-2 pt-px max-sm:row-start-1">
        {run.cancelRequestedAt !== null && !isOver(run.state) && <span className="text-12 text-ink-3">{t('head.stopping')}</span>}
        {run.mode === 'dry run' && <ModeTag mode="dry run" />}
        <StateChip pill state={run.state} until={run.state === 'waiting' ? (waiting?.dueAt ?? null) : run.state === 'retrying' ? (nextTry ?? null) : null} />
      </span>
      <p className="-my-1 flex min-h-6 flex-wrap items-center gap-x-4 text-12 text-ink-3 [&>a]:leading-6 [&>button]:leading-6">
        <Link href={editorAddress(run)} className="hover:underline">
          {run.ruleName} <span className="text-ink-2">{t('version', { number: run.version })}</span>
        </Link>
        <span title={run.accountAddress}>{run.accountName}</span>
        <span>
          {t.rich('head.started', { time: () => <Time at={run.startedAt ?? run.createdAt} as={formats.day(run.createdAt, now) === 'today' ? 'seconds' : 'full'} className="text-ink-2" /> })}
        </span>
        {isFromOlderMail(run) && <FromOlderMail run={run} />}
        {worked !== null && worked > 0 && <span>{t.rich('head.working', { time: () => <span className="text-ink-2">{formats.duration(worked)}</span> })}</span>}
        {retries > 0 && <span>{t('head.retries', { count: retries })}</span>}
        {run.liveVersion !== null && run.liveVersion !== run.version && (
          <button type="button" onClick={onVersus} className={LINK}>
            {replay('whatWould', { number: run.liveVersion })}
          </button>
        )}
      </p>
    </header>
  )
}
