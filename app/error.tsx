'use client'
import { useTranslations } from 'next-intl'
import { ErrorState } from '../components/ui/error-state'

/** A page outside the workspace that broke. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('errors')
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState title={t('pageTitle')} text={t('pageText')} onRetry={reset} requestId={error.digest} />
    </main>
  )
}
