'use client'
import type { ReactNode } from 'react'
import { OctagonAlert, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from './button'
import { cn } from './class-names'
import { CopyText } from './copy-text'
import { Icon } from './icon'

export interface ErrorStateProps {
  /** What failed, as a sentence without a full stop. */
  title: string
  /** The likely cause, and what is safe. */
  text: ReactNode
  onRetry?: () => void
  /** A second way out. */
  action?: ReactNode
  requestId?: string | null | undefined
  className?: string
}

/** Stands where the content would be. */
export function ErrorState({ title, text, onRetry, action, requestId, className }: ErrorStateProps) {
  const t = useTranslations('ui')
  return (
    <div role="alert" className={cn('flex max-w-96 flex-col items-start gap-1 p-4', className)}>
      <span className="mb-2 grid size-10 place-items-center rounded-node bg-danger-soft text-danger-ink">
        <Icon of={OctagonAlert} size={18} />
      </span>
      <p className="text-14 font-strong">{title}</p>
      <div className="text-ink-2">{text}</div>
      {(onRetry || action) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {onRetry && (
            <Button look="primary" icon={RotateCw} onClick={onRetry}>
              {t('tryAgain')}
            </Button>
          )}
          {action}
        </div>
      )}
      {requestId && (
        <p className="mt-3 flex items-center gap-1 text-12 text-ink-3">
          {t('request')} <CopyText text={requestId} />
        </p>
      )}
    </div>
  )
}
