'use client'
import { useState } from 'react'
import { User, UserCheck, UserMinus } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { ChoicePopover } from './choice-popover'

const NOBODY = 'nobody'

/** Gives threads to a colleague, or to nobody. */
export function AssignPicker({ disabled, onAssign }: { disabled: boolean; onAssign: (person: { readonly id: string; readonly name: string } | null) => void }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members ?? []
  return (
    <ChoicePopover
      icon={UserCheck}
      label={t('do.assign')}
      disabled={disabled}
      open={open}
      onOpenChange={setOpen}
      searchLabel={t('assign.search')}
      emptyText={t('assign.none')}
      options={[...members.map(({ userId, name }) => ({ value: userId, label: name, icon: User })), { value: NOBODY, label: t('assign.nobody'), icon: UserMinus }]}
      onChoose={(chosen) => onAssign(members.map(({ userId: id, name }) => ({ id, name })).find(({ id }) => id === chosen) ?? null)}
    />
  )
}
