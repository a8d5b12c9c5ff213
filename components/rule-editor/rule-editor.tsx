'use client'
import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Main } from '../shell/panes'
import { Button } from '../ui/button'
import { EditorSkeleton } from './editor-skeleton'
import { OpenEditor } from './open-editor'

/** One rule, opened for drawing. */
export function RuleEditor({ id }: { id: string }) {
  const t = useTranslations('editor')
  const trpc = useTRPC()
  const rule = useQuery(trpc.rule.get.queryOptions({ id }))
  if (rule.data !== undefined) return <OpenEditor key={id} rule={rule.data} />
  return (
    <Main label={t('title')}>
      {rule.isError ? <QueryError what={t('thisRule')} error={rule.error} onRetry={() => void rule.refetch()} action={<Button asChild><Link href="/rules">{t('backToRules')}</Link></Button>} className="m-auto" /> : <EditorSkeleton />}
    </Main>
  )
}
