'use client'
import { CircleCheck, KeyRound, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { ConfirmDialog } from '../ui/dialog'

/** Says who falls back to another server before one is removed. */
export function RemoveServer({ name, usedBy, open, onOpenChange, onConfirm }: { name: string; usedBy: readonly string[]; open: boolean; onOpenChange: (open: boolean) => void; onConfirm: () => void }) {
  const t = useTranslations('servers')
  const formats = useFormats()
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('removeTitle', { name })}
      consequences={[
        ...(usedBy.length > 0 ? [{ icon: Send, text: t('removeFallback', { accounts: formats.list(usedBy) }) }] : []),
        { icon: KeyRound, tone: 'danger', text: t('removeForgets') },
        { icon: CircleCheck, tone: 'success', text: t('removeStays') },
      ]}
      confirmLabel={t('remove')}
      typeToConfirm={name}
      onConfirm={onConfirm}
    />
  )
}
