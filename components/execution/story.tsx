'use client'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { OutcomeItem } from '../explanation/outcome-words'
import { ValueCompare } from '../explanation/value-compare'
import { RoleTile } from '../state/role-tile'
import { StateChip } from '../state/state-chip'
import { Details } from '../ui/pane'
import { stepIcon } from '../state/step-icons'
import { Heading } from './heading'
import { LINK } from './ref-link'
import { namesOf, type Run, type RunStep } from './run-steps'
import { TriesTable } from './tries-table'
import { TroubleBox } from './trouble-box'
import type { StepWords } from './use-step-words'
import { WhyHere } from './why-here'

type Foretold = Extract<OutcomeItem, { kind: 'foretold' }>

/** One step told: what it was there to do, what happened, each try, what went wrong and the fix, and why the mail got here. */
export function Story({ run, step, arrived, words, onSelect }: { run: Run; step: RunStep; arrived: boolean; words: StepWords; onSelect: (id: string) => void }) {
  const t = useTranslations('executions')
  const { ledger, tries } = step
  const isTrouble = step.state === 'failed' || step.state === 'uncertain' || step.state === 'retrying'
  const purpose = step.role === 'trigger' || step.role === 'condition' || (run.mode === 'dry run' && !isTrouble && step.state === 'done') ? '' : words.purpose(step)
  const foretold = run.outcome.find((item): item is Foretold => item.kind === 'foretold' && item.step === step.id)
  const list = new Intl.ListFormat(useLocale(), { type: 'conjunction' })
  const tried = tries.length > 1 && step.state === 'done'
  return (
    <div className="flex flex-col gap-5 p-4">
      <div className="flex gap-3 rounded-node border border-line p-3">
        <RoleTile role={step.role} icon={stepIcon(step.type)} of={step.type} />
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2.5">
            <h3 className="text-13 font-strong">{words.title(step)}</h3>
            {tried ? <span className="text-12 font-medium text-success-ink">{t('story.doneOnTry', { number: tries.length })}</span> : <StateChip state={step.state} until={ledger?.wait?.dueAt ?? ledger?.nextTryAt ?? null} />}
          </div>
          {!isTrouble && <p className="text-ink-2 [overflow-wrap:anywhere]">{words.result(step)}</p>}
          {purpose !== '' && <p className="text-12 text-ink-3 [overflow-wrap:anywhere]">{t('story.purpose', { purpose })}</p>}
          {step.state === 'waiting' && ledger?.wait?.listensTo === 'approval' && (
            <Link href="/approvals" className={LINK}>
              {t('story.decide')}
            </Link>
          )}
        </div>
      </div>
      {ledger !== null && isTrouble && <TroubleBox run={run} step={step} ledger={ledger} />}
      {tries.length > 0 && (
        <section aria-label={t('tries.head')}>
          <Heading title={t('tries.head')} note={t(ledger?.mail ? 'tries.limitMail' : 'tries.limit')} />
          <TriesTable tries={tries} />
        </section>
      )}
      {ledger?.compared && ledger.compared.length > 0 && (
        <section aria-label={t('story.compared')}>
          <Heading title={t('story.compared')} note={ledger.port === null ? '' : t('story.tookNote', { port: words.port(step.id, ledger.port) })} />
          <ValueCompare rows={ledger.compared} names={namesOf(run)} storedAt={ledger.startedAt} />
        </section>
      )}
      {foretold !== undefined && (
        <section aria-label={t('story.foretold')}>
          <Heading title={t('story.foretold')} note="" />
          <Details rows={foretold.ways.map(({ port, steps }) => ({ name: words.port(step.id, port), value: steps.length === 0 ? t('story.foretoldNothing') : list.format(steps.map(words.purposeOf)) }))} />
        </section>
      )}
      <WhyHere run={run} step={step} arrived={arrived} words={words} onSelect={onSelect} />
    </div>
  )
}
