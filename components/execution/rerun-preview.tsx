'use client'
import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { runAddress } from './addresses'
import { LINK } from './ref-link'
import { MARKS, MarkTag } from './replay-mark'

/** How much the live version would do differently, before it is let run. */
export function RerunPreview({ id }: { id: string }) {
  const t = useTranslations('replay')
  const trpc = useTRPC()
  const replay = useQuery(trpc.execution.replayAgainst.queryOptions({ executionId: id, version: 'live' }, { staleTime: 10_000 })).data
  if (replay === undefined || replay.run === null) return null
  const counts = MARKS.map((mark) => ({ mark, count: replay.steps.filter((step) => step.mark === mark).length })).filter(({ count }) => count > 0)
  return (
    <section aria-label={t('summary')} className="flex flex-col gap-1.5">
      <p className="text-ink-2">{t(replay.run.match.hit ? 'rerunWould' : replay.run.match.reason === 'trigger' ? 'otherTrigger' : 'noMatch')}</p>
      <ul className="flex flex-wrap gap-2">
        {counts.map(({ mark, count }) => (
          <li key={mark} className="flex items-center gap-1.5 text-12 text-ink-2">
            <MarkTag mark={mark} /> {t('steps', { count })}
          </li>
        ))}
      </ul>
      <Link href={`${runAddress(id)}?versus=live`} className={LINK}>
        {t('compared')}
      </Link>
    </section>
  )
}
