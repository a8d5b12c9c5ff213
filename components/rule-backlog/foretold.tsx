'use client'
import { useTranslations } from 'next-intl'
import { FlaskConical, Gauge } from 'lucide-react'
import type { Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'
import { Notice } from '../ui/notice'
import { useEffectName } from './use-effect-name'

type Preview = Outputs['rule']['backlog']['preview']

/** What applying the rule would come to: how many mails, how many it would act on, and what it would do with them. */
export function Foretold({ found, asked, isOld }: { found: Preview; asked: 'live' | 'dry run'; isOld: boolean }) {
  const t = useTranslations('backlog')
  const formats = useFormats()
  const nameOf = useEffectName()
  const share = found.looked === 0 ? 0 : found.count / found.looked
  const isExact = found.looked === found.count
  const fresh = found.matched - found.handled
  const perWalked = found.walked === 0 ? 0 : (fresh / found.walked) * share
  const say = (value: number) => (isExact && found.walked === fresh ? formats.number(value) : t('about', { count: formats.number(roughly(value)) }))
  const effects = byKind(found.effects)
  const outward = effects.reduce((sum, { would }) => sum + would, 0) * perWalked
  return (
    <section aria-label={t('foretold')} aria-busy={isOld} className={cn('rounded-node border border-line', isOld && 'opacity-60')}>
      <dl className="grid grid-cols-3 divide-x divide-line border-b border-line max-sm:grid-cols-1 max-sm:divide-x-0 max-sm:divide-y">
        <Figure label={t('chosen')} value={formats.number(found.count)} />
        <Figure label={t('wouldMatch')} value={say(found.matched * share)} />
        <Figure label={t('handled')} value={say(found.handled * share)} />
      </dl>
      {effects.length > 0 && (
        <ul className="px-3 py-2 text-13">
          {effects.map(({ kind, would, skipped, noChange }) => (
            <li key={kind} className="flex items-baseline gap-2 py-0.5">
              <span className="min-w-0 flex-1 truncate">{nameOf(kind)}</span>
              {skipped + noChange > 0 && <span className="text-12 text-ink-3">{t('without', { count: say((skipped + noChange) * perWalked) })}</span>}
              <span className="font-medium tabular-nums">{say(would * perWalked)}</span>
            </li>
          ))}
        </ul>
      )}
      {found.count > 0 && effects.length === 0 && <p className="px-3 py-2 text-13 text-ink-2">{t('nothingToDo')}</p>}
      {!isExact && found.looked > 0 && <p className="border-t border-line px-3 py-2 text-12 text-ink-3">{t('sampled', { looked: found.looked })}</p>}
      {found.mode === 'live' && outward > found.budgetPerHour && (
        <Notice icon={Gauge} tone="warning" className="m-2">
          {t('overBudget', { budget: formats.number(found.budgetPerHour) })}
        </Notice>
      )}
      {found.mode === 'dry run' && asked === 'live' && (
        <Notice icon={FlaskConical} className="m-2">
          {t('accountDry')}
        </Notice>
      )}
    </section>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex flex-col-reverse px-3 py-2 max-sm:flex-row max-sm:items-baseline max-sm:justify-between">
      <dt className="text-12 text-ink-3">{label}</dt>
      <dd className="text-16 font-strong tabular-nums">{value}</dd>
    </div>
  )
}

type Effects = Preview['effects']

/** Several steps may do the same, such as tag; here they are one line. */
function byKind(effects: Effects): readonly Pick<Effects[number], 'kind' | 'would' | 'skipped' | 'noChange'>[] {
  return [...new Set(effects.map(({ kind }) => kind))].map((kind) => {
    const same = effects.filter((effect) => effect.kind === kind)
    const sum = (count: 'would' | 'skipped' | 'noChange') => same.reduce((total, effect) => total + effect[count], 0)
    return { kind, would: sum('would'), skipped: sum('skipped'), noChange: sum('noChange') }
  })
}

/** Two leading digits: more would pretend. */
function roughly(value: number): number {
  if (value < 100) return Math.round(value)
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / unit) * unit
}
