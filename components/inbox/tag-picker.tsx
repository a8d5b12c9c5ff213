'use client'
import { useState } from 'react'
import { Tag } from 'lucide-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { ChoicePopover } from './choice-popover'
import type { Target } from './target'
import type { MailActions } from './use-mail-actions'
import { usePlaces } from './use-places'

/** Puts tags on threads and takes them off; makes a new one from what is typed. */
export function TagPicker({ targets, actions }: { targets: readonly Target[]; actions: MailActions }) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const failed = useFailed()
  const [open, setOpen] = useState(false)
  const tags = usePlaces().counts.data?.tags ?? []
  const make = useMutation(trpc.tag.create.mutationOptions())
  useCommand('mail.tag', () => setOpen(true), { enabled: targets.length > 0 })
  const stateOf = (id: string) => {
    const on = targets.filter(({ tagIds }) => tagIds.includes(id)).length
    return on === 0 ? undefined : on === targets.length ? 'all' : 'some'
  }
  return (
    <ChoicePopover
      icon={Tag}
      label={t('do.tag')}
      keys={keysOf('mail.tag')}
      disabled={targets.length === 0}
      open={open}
      onOpenChange={setOpen}
      searchLabel={t('tagSearch')}
      emptyText={t('tagNone')}
      options={tags.map(({ id, name }) => ({ value: id, label: name, mark: stateOf(id) }))}
      onChoose={(chosen) => {
        const tag = tags.find(({ id }) => id === chosen)
        if (tag) actions.setTag(targets, tag, stateOf(tag.id) !== 'all')
      }}
      create={{
        label: (typed) => t('tagCreate', { name: typed }),
        onCreate: (name) => make.mutate({ name }, { onSuccess: (tag) => actions.setTag(targets, tag, true), onError: (error) => failed(t('do.tag'), error) }),
      }}
    />
  )
}
