'use client'
import { useState } from 'react'
import { User, UserCheck, UserMinus } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { ChoicePopover } from './choice-popover'

const NOBODY = 'nobody'

/** Gives threads to a colleague, or to nobody. */
export function AssignPicker({ disabled, hidden = false, onAssign }: { disabled: boolean; hidden?: boolean; onAssign: (person: { readonly id: string; readonly name: string } | null) => void }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const [open, setOpen] = useState(false)
  useCommand('mail.assign', () => setOpen(true), { enabled: !disabled })
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members ?? []
  return (
    <ChoicePopover
      icon={UserCheck}
      label={t('do.assign')}
      keys={keysOf('mail.assign')}
      disabled={disabled}
      hidden={hidden}
      open={open}
      onOpenChange={setOpen}
      searchLabel={t('assign.search')}
      emptyText={t('assign.none')}
      options={[...members.map(({ userId, name }) => ({ value: userId, label: name, icon: User })), { value: NOBODY, label: t('assign.nobody'), icon: UserMinus }]}
      onChoose={(chosen) => onAssign(members.map(({ userId: id, name }) => ({ id, name })).find(({ id }) => id === chosen) ?? null)}
    />
  )
}
