'use client'
import { useTranslations } from 'next-intl'
import { useCause } from '../connection/causes'
import type { Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'

/** This folder is the screen of mail accounts: how each fares, what automation may do with its mail, and the way from an address to a working account. */
export type Account = Outputs['account']['list'][number]

export interface Health {
  readonly tone: 'success' | 'info' | 'danger' | 'muted'
  readonly text: string
}

/** How an account fares, in one line that fits under its name. */
export function useAccountHealth(): (account: Account, mails: number) => Health {
  const t = useTranslations('accounts')
  const cause = useCause()
  const formats = useFormats()
  const now = useNow()
  return (account, mails) => {
    const { state, problem, provenAt, kind } = account
    if (state === 'paused') return { tone: 'muted', text: t('health.paused') }
    if (problem !== null && isInNeed(account)) return { tone: 'danger', text: t('health.since', { what: cause.short(problem.code), time: formats.short(new Date(problem.at), now) }) }
    if (isInNeed(account)) return { tone: 'danger', text: t(state === 'signed out' ? 'health.signedOut' : 'health.failing') }
    if (state === 'connecting') return { tone: 'info', text: t('health.connecting') }
    if (state === 'syncing') return { tone: 'info', text: t('health.syncing', { count: mails }) }
    if (kind === 'local') return { tone: 'success', text: t('health.local', { count: mails }) }
    return { tone: 'success', text: provenAt === null ? t('health.live', { count: mails }) : t('health.liveAt', { time: formats.short(provenAt, now), count: mails }) }
  }
}

export function isInNeed({ state }: Pick<Account, 'state'>): boolean {
  return state === 'failing' || state === 'signed out'
}
