'use client'
import { useMutation } from '@tanstack/react-query'
import { FileX, Play, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { ConfirmDialog } from '../ui/dialog'
import { useEditor } from './editor-context'

/** Throws the draft away for what is live. */
export function DiscardDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('editor')
  const { rule, save, session } = useEditor()
  const trpc = useTRPC()
  const failed = useFailed()
  const discard = useMutation(trpc.rule.discardDraft.mutationOptions({
    onSuccess: ({ draft, draftRevision }) => {
      session.edit(() => draft, { what: 'replaced', step: '' })
      save.adopt(draftRevision, draft)
      onOpenChange(false)
    },
    onError: (error) => failed(t('discard'), error),
  }))
  const go = async () => {
    const revision = await save.flush()
    if (revision !== null) discard.mutate({ id: rule.id, revision })
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('discardTitle')}
      consequences={[
        { icon: FileX, text: t('discardDraft') },
        { icon: Play, text: t('discardLive', { version: rule.live?.number ?? 0 }) },
        { icon: Undo2, text: t('discardUndo') },
      ]}
      confirmLabel={t('discard')}
      onConfirm={() => void go()}
      busy={discard.isPending}
    />
  )
}
