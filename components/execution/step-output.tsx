'use client'
import { useTranslations } from 'next-intl'
import { useItemWords } from '../explanation/outcome-words'
import { Details } from '../ui/pane'
import { Heading } from './heading'
import { RefLink } from './ref-link'
import type { Run, RunStep } from './run-steps'
import type { StepWords } from './use-step-words'

/** What came out of a step: the way it took, what it did and to what. */
export function StepOutput({ run, step, words }: { run: Run; step: RunStep; words: StepWords }) {
  const t = useTranslations('executions')
  const say = useItemWords()
  const { ledger } = step
  if (ledger === null) return <p className="p-4 text-ink-3">{t('output.none')}</p>
  const items = run.outcome.filter((item) => item.step === step.id && item.kind !== 'branch')
  const outputs = Object.entries(ledger.outputs ?? {})
  return (
    <div className="flex flex-col gap-5 p-4">
      <section aria-label={t('output.result')}>
        <Heading title={t('output.result')} />
        <Details
          rows={[
            ...(ledger.port === null ? [] : [{ name: t('output.way'), value: words.port(step.id, ledger.port) }]),
            ...items.map((item) => ({ name: t('output.did'), value: say(item) })),
            ...ledger.effectKeys.map((key) => ({ name: t('output.effectKey'), value: <code className="text-12 [overflow-wrap:anywhere]">{key}</code> })),
            ...(ledger.reason === null ? [] : [{ name: t('output.reason'), value: <code className="text-12">{ledger.reason}</code> }]),
          ]}
        />
      </section>
      {outputs.length > 0 && (
        <section aria-label={t('output.handed')}>
          <Heading title={t('output.handed')} note={t('output.handedNote')} />
          <Details rows={outputs.map(([name, id]) => ({ name: <code className="text-12">{name}</code>, value: <RefLink run={run} id={id} /> }))} />
        </section>
      )}
    </div>
  )
}
