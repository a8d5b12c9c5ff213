import Link from 'next/link'
import { Logo } from '../components/shell/logo'
import { Button } from '../components/ui/button'
import { translator } from './messages/translator'

/** An address that leads nowhere. */
export default async function NotFound() {
  const t = await translator('errors')
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="flex max-w-96 flex-col items-start gap-2">
        <Logo />
        <h1 className="mt-3 text-20 font-strong">{t('notFoundTitle')}</h1>
        <p className="text-ink-2">{t('notFoundText')}</p>
        <Button asChild look="primary" size="l" className="mt-3">
          <Link href="/inbox">{t('toInbox')}</Link>
        </Button>
      </div>
    </main>
  )
}
