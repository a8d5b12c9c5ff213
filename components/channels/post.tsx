'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { Time } from '../language/time'

/** One post, with the way to the run that made it. */
export function Post({ post: { text, at, executionId } }: { post: Outputs['channel']['posts']['items'][number] }) {
  const t = useTranslations('channels')
  return (
    <li className="flex flex-col gap-0.5 border-b border-line px-4 py-2.5">
      <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">{text}</p>
      <p className="flex gap-2 text-12 text-ink-3">
        <Time at={at} />
        {executionId !== null && (
          <Link href={`/executions/${executionId}`} className="hover:underline">
            {t('run')}
          </Link>
        )}
      </p>
    </li>
  )
}
