'use client'
import { CircleCheck, CircleHelp, FlaskConical, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Checkbox } from '../ui/checkbox'
import { Icon } from '../ui/icon'
import type { Repeat } from './rerun-plan'
import type { Run } from './run-steps'
import { useStepWords } from './use-step-words'

const LOOKS = {
  stays: { icon: CircleCheck, ink: 'text-success-ink' },
  tried: { icon: RotateCw, ink: 'text-ink-3' },
  uncertain: { icon: CircleHelp, ink: 'text-warning-ink' },
  described: { icon: FlaskConical, ink: 'text-ink-3' },
} as const

/** Each action and whether it would happen again. What happened, or may have, is repeated only on the person's explicit word. */
export function RepeatList({ run, repeats, risked, onRisk }: { run: Run; repeats: readonly Repeat[]; risked: readonly string[]; onRisk: (steps: readonly string[]) => void }) {
  const t = useTranslations('executions')
  const words = useStepWords(run)
  return (
    <section aria-label={t('repeats.head')}>
      <h3 className="mb-1.5 font-strong">{t('repeats.head')}</h3>
      {repeats.length === 0 && <p className="text-ink-3">{t('repeats.none')}</p>}
      <ul className="divide-y divide-line rounded-node border border-line empty:hidden">
        {repeats.map(({ step, does }) => (
          <li key={step.id} className="flex gap-2.5 px-3 py-2">
            <Icon of={LOOKS[does].icon} className={`mt-0.5 ${LOOKS[does].ink}`} />
            <div className="min-w-0">
              <p className="font-medium">{words.title(step)}</p>
              <p className="text-12 text-ink-3">{t(`repeats.${does}`)}</p>
              {(does === 'uncertain' || does === 'stays') && (
                <Checkbox className="mt-1" label={t(does === 'stays' ? 'repeats.again' : 'repeats.risk')} checked={risked.includes(step.id)} onChange={(on) => onRisk(on ? [...risked, step.id] : risked.filter((id) => id !== step.id))} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
