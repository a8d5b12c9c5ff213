'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { backlogAddress } from './addresses'
import { LINK } from './ref-link'
import type { Run } from './run-steps'

/** That a person applied the rule to mail that was there already, leading to that work where it is still known. */
export function FromOlderMail({ run }: { run: Run }) {
  const t = useTranslations('executions')
  const address = backlogAddress(run)
  if (address === null) return <span>{t('about.olderMail')}</span>
  return (
    <Link href={address} className={LINK}>
      {t('about.olderMail')}
    </Link>
  )
}
