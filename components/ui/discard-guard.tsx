'use client'
import { useRef, useState, type ReactNode } from 'react'
import { Eraser } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from './dialog'

export interface DiscardGuard {
  /** In place of the caller's: closing asks first where something was typed. */
  readonly onOpenChange: (open: boolean) => void
  /** For the element around the fields. */
  readonly onInput: () => void
  readonly begin: () => void
  readonly question: ReactNode
}

/** Keeps Escape, a press outside and the cross from throwing away what was typed into a form. Its own Cancel button means it and is not asked. */
export function useDiscardGuard(guarded: boolean, onOpenChange: (open: boolean) => void): DiscardGuard {
  const t = useTranslations('ui')
  const typed = useRef(false)
  const [asking, setAsking] = useState(false)
  return {
    onOpenChange: (open) => {
      if (!open && guarded && typed.current) setAsking(true)
      else onOpenChange(open)
    },
    onInput: () => {
      typed.current = true
    },
    begin: () => {
      typed.current = false
    },
    question: guarded && (
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('discard.question')}
        consequences={[{ icon: Eraser, text: t('discard.lost') }]}
        confirmLabel={t('discard.confirm')}
        onConfirm={() => {
          setAsking(false)
          onOpenChange(false)
        }}
      />
    ),
  }
}
