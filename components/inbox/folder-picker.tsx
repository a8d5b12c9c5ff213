'use client'
import { useState } from 'react'
import { Folder } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { ChoicePopover } from './choice-popover'
import type { Target } from './target'
import { useFolderName, usePlaces } from './use-places'

/** Moves threads to a folder of their account. Threads of several accounts have no folder in common. */
export function FolderPicker({ targets, hidden = false, onMove }: { targets: readonly Target[]; hidden?: boolean; onMove: (mailbox: { readonly id: string; readonly name: string }) => void }) {
  const t = useTranslations('inbox')
  const [open, setOpen] = useState(false)
  const folderName = useFolderName()
  const { counts } = usePlaces()
  const accountIds = new Set(targets.map(({ accountId }) => accountId))
  const folders = accountIds.size === 1 ? (counts.data?.mailboxes ?? []).filter((box) => accountIds.has(box.accountId) && box.role !== 'drafts' && box.role !== 'sent') : []
  useCommand('mail.move', () => setOpen(true), { enabled: targets.length > 0 })
  return (
    <ChoicePopover
      icon={Folder}
      label={t('do.move')}
      keys={keysOf('mail.move')}
      disabled={targets.length === 0}
      hidden={hidden}
      open={open}
      onOpenChange={setOpen}
      searchLabel={t('folderSearch')}
      emptyText={accountIds.size > 1 ? t('folderSeveral') : t('folderNone')}
      options={folders.map((box) => ({ value: box.id, label: folderName(box), icon: Folder }))}
      onChoose={(chosen) => {
        const box = folders.find(({ id }) => id === chosen)
        if (box) onMove({ id: box.id, name: folderName(box) })
      }}
    />
  )
}
