'use client'
import { Check, Filter, TriangleAlert, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Notice } from '../ui/notice'
import { SkeletonRows } from '../ui/skeleton'
import { Chip } from '../ui/tag'
import { Box } from './box'

export function NothingSamples() {
  const t = useTranslations('gallery')
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <Box className="h-72">
        <EmptyState icon={Workflow} title={t('emptyFirst')} text={t('emptyFirstText')} action={<Button look="primary">{t('primary')}</Button>} />
      </Box>
      <Box className="h-72">
        <EmptyState icon={Filter} title={t('emptyFiltered')} filters={<Chip onRemove={() => undefined} removeLabel={t('clear')}>{t('live')}</Chip>} action={<Button>{t('clear')}</Button>} />
      </Box>
      <Box className="h-72">
        <EmptyState icon={Check} tone="success" title={t('emptyDone')} />
      </Box>
      <Box className="h-72">
        <QueryError what={t('runs')} error={new TypeError('no network')} onRetry={() => undefined} />
      </Box>
      <Box className="h-72 overflow-hidden">
        <Notice icon={TriangleAlert} tone="danger" edge action={<Button look="link" size="s">{t('fix')}</Button>}>
          {t('partial')}
        </Notice>
        <SkeletonRows rows={4} />
      </Box>
    </div>
  )
}
