'use client'
import { useTranslations } from 'next-intl'
import { useCause } from '../connection/causes'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import type { OutgoingRow } from './outbox-url'

/** Codes that only sending has; those of reaching a server are worded with the connection. */
const OWN = {
  rejected: 'rejected',
  'too large': 'tooLarge',
  'sender refused': 'senderRefused',
  'relay refused': 'relayRefused',
  'invalid address': 'invalidAddress',
  'invalid header': 'invalidAddress',
  deferred: 'deferred',
  uncertain: 'uncertain',
  'answer lost': 'uncertain',
  'receipt lost': 'uncertain',
  'no outgoing server': 'noServer',
  'no mail server': 'noServer',
} as const

type OwnCode = keyof typeof OWN

/** Why mail did not leave, in a few words, by the failure's code. */
export function useFailureWords(): (code: string, server: string) => string {
  const t = useTranslations('outbox')
  const cause = useCause()
  return (code, server) => (isOwn(code) ? t(`cause.${OWN[code]}`, { server }) : t('cause.atServer', { what: cause.short(code), server }))
}

/** The second line of a mail: what is happening, or why nothing is, and never more than is known. */
export function useReason(): (mail: OutgoingRow) => string {
  const t = useTranslations('outbox')
  const words = useFailureWords()
  const formats = useFormats()
  const now = useNow()
  return (mail) => {
    const server = mail.server?.name ?? t('noServer')
    const said = mail.error?.said ?? null
    switch (mail.standing) {
      case 'draft':
        return t('why.draft')
      case 'scheduled':
        return t('why.scheduled', { time: formats.short(mail.notBefore, now) })
      case 'queued':
        return t('why.queued', { server })
      case 'sending':
        return t('why.sending', { server })
      case 'deferred':
        return t(said === null ? 'why.deferred' : 'why.deferredSaid', { time: formats.short(mail.nextTryAt ?? mail.notBefore, now), said: said ?? '' })
      case 'accepted':
        if (mail.server?.sink === true) return t('why.sink')
        return t('why.accepted', { server, count: mail.attempts })
      case 'returned':
        return t('why.returned', { count: mail.to.length })
      case 'failed':
        return t('why.failed', { cause: mail.error === null ? t('cause.unknown') : words(mail.error.code, server) })
      case 'uncertain':
        return t('why.uncertain')
      case 'cancelled':
        return t('why.cancelled')
    }
  }
}

function isOwn(code: string): code is OwnCode {
  return Object.hasOwn(OWN, code)
}
