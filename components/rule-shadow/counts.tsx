'use client'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'

type Report = NonNullable<Outputs['rule']['shadow']['report']['shadow']>

/** How often the two agreed, and how they differed where they did not. */
export function Counts({ counts }: { counts: Report['counts'] }) {
  const t = useTranslations('shadow')
  const formats = useFormats()
  const agreed = counts.neither + counts.same
  const looked = agreed + counts['only live'] + counts['only shadow'] + counts['other effects'] + counts.broken
  if (looked === 0) return <p className="rounded-node border border-line px-3 py-4 text-center text-ink-3">{t('nothingYet')}</p>
  const figures = [['same', counts.same], ['neither', counts.neither], ['onlyShadow', counts['only shadow']], ['onlyLive', counts['only live']], ['otherEffects', counts['other effects']], ...(counts.broken > 0 ? [['broken', counts.broken] as const] : [])] as const
  return (
    <div>
      <p className="mb-2">{t('agreement', { share: formats.percent(agreed / looked), looked })}</p>
      <dl className="grid grid-cols-3 gap-2 max-sm:grid-cols-2">
        {figures.map(([figure, count]) => (
          <div key={figure} className="flex flex-col-reverse rounded-node border border-line px-2.5 py-1.5">
            <dt className="text-12 text-ink-3">{t(`count.${figure}`)}</dt>
            <dd className={cn('font-strong tabular-nums', count > 0 && figure === 'broken' && 'text-danger-ink', count > 0 && DIFFERS.has(figure) && 'text-warning-ink')}>{formats.number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const DIFFERS: ReadonlySet<string> = new Set(['onlyShadow', 'onlyLive', 'otherEffects'])
