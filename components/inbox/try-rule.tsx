'use client'
import { Play } from 'lucide-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { Menu } from '../ui/menu'
import { Tag } from '../ui/tag'
import { Rehearsal } from './rehearsal'

/** Any rule on this mail, as a dry run: nothing is changed, sent or kept. */
export function TryRule({ messageId }: { messageId: string }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const failed = useFailed()
  const rules = useQuery(trpc.rule.list.queryOptions()).data ?? []
  const rehearse = useMutation(trpc.rule.dryRun.mutationOptions({ onError: (error) => failed(t('try.action'), error) }))
  if (rules.length === 0) return null
  return (
    <div className="max-h-1/2 shrink-0 overflow-y-auto border-t border-line px-4 py-2">
      <div className="flex items-center gap-2">
        <Menu
          side="top"
          trigger={
            <Button look="quiet" icon={Play} busy={rehearse.isPending} className="-ms-2.5">
              {t('try.any')}
            </Button>
          }
          items={rules.map((rule) => ({ label: rule.name, onSelect: () => rehearse.mutate({ ruleId: rule.id, messageId }) }))}
        />
        <span className="flex-1" />
        <Tag tone="dryRun">{t('dryRun')}</Tag>
      </div>
      {rehearse.data && <Rehearsal result={rehearse.data} rule={rules.find(({ id }) => id === rehearse.variables?.ruleId)?.name} />}
    </div>
  )
}
