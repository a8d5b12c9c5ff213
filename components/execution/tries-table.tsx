'use client'
import { useTranslations } from 'next-intl'
import { capital, useTrouble } from '../explanation/troubles'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { StateIcon } from '../state/state-chip'
import type { Try } from './tries'

/** Each attempt: when, what the other side said in its own words, how long it took. */
export function TriesTable({ tries }: { tries: readonly Try[] }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  return (
    <ol className="divide-y divide-line rounded-node border border-line text-12">
      {tries.map((attempt, index) => (
        <li key={index} className="grid grid-cols-[16px_76px_minmax(0,1fr)_auto] items-start gap-x-3 px-3 py-2">
          <StateIcon state={attempt.result === 'retry' ? 'failed' : attempt.result} className="pt-px" />
          <Time at={attempt.at} as="seconds" className="whitespace-nowrap text-ink-3" />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 gap-y-1">
            <Said attempt={attempt} />
          </span>
          <span className="text-ink-3">
            <span className="sr-only">{t('tries.took')} </span>
            {attempt.milliseconds === null ? '' : formats.duration(attempt.milliseconds)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Said({ attempt }: { attempt: Try }) {
  const t = useTranslations('executions')
  const trouble = useTrouble()
  const cause = attempt.code === null ? null : trouble(attempt.code, attempt.message).cause
  return (
    <>
      <span className="font-medium">{cause === null ? t(`tries.result.${attempt.result}`) : capital(cause)}</span>
      {attempt.said !== null && <code className="rounded-tag bg-muted-soft px-1.5 py-px text-11 [overflow-wrap:anywhere]">{attempt.said}</code>}
    </>
  )
}
