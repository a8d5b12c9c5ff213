'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { ErrorState } from '../ui/error-state'
import { answerOf, errorKey } from './failure'

/** A failed query where its content would be. `what` is the thing as people say it: "Runs", "This mail". Trying again is not offered where only `action` leads on. */
export function QueryError({ what, error, onRetry, action, className }: { what: string; error: unknown; onRetry?: () => void; action?: ReactNode; className?: string }) {
  const t = useTranslations('errors')
  const text = useErrorText()
  const isDeadEnd = action !== undefined && ['notFound', 'forbidden'].includes(errorKey(answerOf(error)))
  return (
    <ErrorState
      title={t('couldNotLoad', { what })}
      text={text(error)}
      requestId={answerOf(error).requestId}
      {...(onRetry && !isDeadEnd ? { onRetry } : {})}
      action={action}
      {...(className ? { className } : {})}
    />
  )
}

/** The sentence for an error: likely cause and what is safe. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('errors')
  const formats = useFormats()
  const now = useNow()
  return (error) => {
    const answer = answerOf(error)
    const seconds = answer.retryAfterSeconds
    const when = seconds === null ? t('soon') : formats.relative(new Date(now.getTime() + seconds * 1000), now)
    return t(errorKey(answer), { when })
  }
}
