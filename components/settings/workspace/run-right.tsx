'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../data/trpc'
import { useFailed } from '../../data/use-failed'
import { useMe } from '../../shell/me'
import { Switch } from '../../ui/switch'

/** Whether a member may run rules by hand. Owners and admins always may, and they alone give the right. */
export function RunRight({ userId }: { userId: string }) {
  const t = useTranslations('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayGive = useMe().role !== 'member'
  const members = useQuery(trpc.member.list.queryOptions()).data
  const give = useMutation(trpc.member.setRights.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.member.list.queryFilter()), onError: (error) => failed(t('workspace.giving'), error) }))
  const found = members?.find((member) => member.userId === userId)
  if (found === undefined) return null
  return <Switch label={t('workspace.mayRunRules')} checked={found.mayRunRules} disabled={!mayGive || give.isPending} onChange={(mayRunRules) => give.mutate({ userId, mayRunRules })} />
}
