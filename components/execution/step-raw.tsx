'use client'
import { useTranslations } from 'next-intl'
import { CopyText } from '../ui/copy-text'
import { Heading } from './heading'
import type { Run, RunStep } from './run-steps'

/** The step as the ledger and the plan have it, for whoever reports a fault or writes a script. */
export function StepRaw({ run, step }: { run: Run; step: RunStep }) {
  const t = useTranslations('executions')
  const raw = JSON.stringify({ execution: run.id, step: step.ledger ?? step.id, node: run.plan?.nodes[step.id] ?? null }, null, 2)
  return (
    <section aria-label={t('tabs.raw')} className="flex flex-col p-4">
      <div className="flex items-start justify-between">
        <Heading title={t('raw.head')} note={t('raw.note')} />
        <CopyText text={raw} shown="" />
      </div>
      <pre tabIndex={0} role="region" aria-label={t('raw.head')} className="thin-scroll overflow-x-auto rounded-node border border-line bg-surface p-3 text-12 leading-5">
        {raw}
      </pre>
    </section>
  )
}
