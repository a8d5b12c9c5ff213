'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { outgoingAddress, recordAddress, runAddress } from './addresses'
import type { Run } from './run-steps'

/** A thing the run touched by its name of today, leading there where it has a page. */
export function RefLink({ run, id }: { run: Run; id: string }) {
  const t = useTranslations('executions')
  const ref = run.refs[id]
  if (ref === undefined) return <code className="text-12 [overflow-wrap:anywhere]">{id}</code>
  if (ref.kind === 'record') {
    return (
      <Link href={recordAddress(ref.id)} className={LINK}>
        {t(`changed.${ref.recordType}`, { number: ref.number })}
      </Link>
    )
  }
  if (ref.kind === 'outgoing') {
    return (
      <Link href={outgoingAddress(ref.id)} className={LINK}>
        {ref.name}
      </Link>
    )
  }
  if (ref.kind === 'execution') {
    return (
      <Link href={runAddress(ref.id)} className={LINK}>
        {ref.name}
      </Link>
    )
  }
  return <>{ref.name}</>
}

export const LINK = 'font-medium text-accent-ink hover:underline hover:underline-offset-2'
