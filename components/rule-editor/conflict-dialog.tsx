'use client'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { FileClock, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFailed } from '../data/use-failed'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { useEditor } from './editor-context'

/** Somebody else saved the draft since it was opened here: theirs or mine, and what becomes of the other. */
export function ConflictDialog() {
  const t = useTranslations('editor')
  const { rule, save, session } = useEditor()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const failed = useFailed()
  const [busy, setBusy] = useState(false)
  const open = save.state.kind === 'conflict'
  const settle = async (whose: 'theirs' | 'mine') => {
    setBusy(true)
    try {
      const now = await queries.fetchQuery({ ...trpc.rule.get.queryOptions({ id: rule.id }), staleTime: 0 })
      if (whose === 'theirs') session.edit(() => now.draft, { what: 'replaced', step: '' })
      save.adopt(now.draftRevision, now.draft)
    } catch (error) {
      failed(t('conflict.title'), error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={() => undefined}
      title={t('conflict.title')}
      description={t('conflict.text', { who: rule.savedBy ?? t('somebody') })}
      footer={
        <>
          <Button size="l" busy={busy} onClick={() => void settle('mine')}>
            {t('conflict.overwrite')}
          </Button>
          <Button size="l" look="primary" busy={busy} onClick={() => void settle('theirs')}>
            {t('conflict.load')}
          </Button>
        </>
      }
    >
      <ul className="mt-3 divide-y divide-line rounded-node border border-line">
        <li className="flex gap-2 px-3 py-2">
          <Icon of={Undo2} className="mt-0.5 text-ink-3" />
          {t('conflict.loadMeans')}
        </li>
        <li className="flex gap-2 px-3 py-2">
          <Icon of={FileClock} className="mt-0.5 text-ink-3" />
          {t('conflict.overwriteMeans')}
        </li>
      </ul>
    </Dialog>
  )
}
