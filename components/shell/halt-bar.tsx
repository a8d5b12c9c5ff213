'use client'
import Link from 'next/link'
import { OctagonX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Notice } from '../ui/notice'
import { useStatus } from './use-status'

/** Over everything while somebody has stopped all effects, or those of an account: that it is so, and where they are let go on. */
export function HaltBar() {
  const t = useTranslations('shell')
  const status = useStatus().data
  const halted = status?.halted ?? false
  const accounts = status?.accounts.filter((account) => account.halted) ?? []
  const [first] = accounts
  return (
    <div role="status">
      {halted && (
        <Notice icon={OctagonX} tone="warning" edge>
          {t('haltBar')}{' '}
          <Link href="/settings/workspace" className="font-medium underline underline-offset-2">
            {t('haltBarLink')}
          </Link>
        </Notice>
      )}
      {!halted && first !== undefined && (
        <Notice icon={OctagonX} tone="warning" edge>
          {t('haltBarAccount', { count: accounts.length, name: first.name })}{' '}
          <Link href={`/settings/accounts?account=${first.id}`} className="font-medium underline underline-offset-2">
            {t('haltBarLink')}
          </Link>
        </Notice>
      )}
    </div>
  )
}
