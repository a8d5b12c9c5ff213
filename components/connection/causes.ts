'use client'
import { useTranslations } from 'next-intl'

/** Codes of failures on the way to a mail server, and the word each has in the catalogue. */
const CAUSES = {
  'host not found': 'hostNotFound',
  'dns failed': 'nameUnanswered',
  'host not allowed': 'hostNotAllowed',
  'encryption needed': 'encryptionNeeded',
  'connection refused': 'connectionRefused',
  'connection timeout': 'connectionTimeout',
  'connection failed': 'connectionTimeout',
  'connection lost': 'connectionLost',
  timeout: 'connectionLost',
  'no starttls': 'noStarttls',
  tls: 'tls',
  certificate: 'certificate',
  'not a mail server': 'notAMailServer',
  authentication: 'authentication',
  'app password needed': 'appPassword',
  'password login disabled': 'passwordDisabled',
  limited: 'limited',
  'server busy': 'busy',
  'over quota': 'overQuota',
  'not permitted': 'notPermitted',
  'refused by server': 'refused',
  'no inbox': 'noInbox',
  'secret.unreadable': 'secretUnreadable',
  'secret unreadable': 'secretUnreadable',
  'no outgoing server': 'noOutgoingServer',
} as const

export type Cause = (typeof CAUSES)[keyof typeof CAUSES]

export function causeOf(code: string | null): Cause | null {
  return isKnown(code) ? CAUSES[code] : null
}

export interface CausePlace {
  readonly host: string
  readonly port: string
  readonly user: string
}

/** What a code means, in a few words for a list and in a sentence for whoever mends it. Codes of newer servers fall back to the server's own English. */
export function useCause(): { short(code: string): string; sentence(code: string | null, place: CausePlace, fallback: string | null): string } {
  const t = useTranslations('connection')
  return {
    short(code) {
      const cause = causeOf(code)
      return cause === null ? t('unknownShort') : t(`short.${cause}`)
    },
    sentence(code, place, fallback) {
      const cause = causeOf(code)
      return cause === null ? (fallback ?? t('unknown')) : t(`cause.${cause}`, { ...place })
    },
  }
}

function isKnown(code: string | null): code is keyof typeof CAUSES {
  return code !== null && Object.hasOwn(CAUSES, code)
}
