'use client'
import { useTranslations } from 'next-intl'
import { Main } from '../../components/shell/panes'
import { ErrorState } from '../../components/ui/error-state'

/** A screen that broke, inside the shell: the rail still leads away from it. */
export default function WorkspaceError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('errors')
  return (
    <Main>
      <ErrorState title={t('pageTitle')} text={t('pageText')} onRetry={reset} requestId={error.digest} className="m-auto" />
    </Main>
  )
}
