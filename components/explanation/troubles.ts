'use client'
import { useTranslations } from 'next-intl'
import { keyOf } from '../../rules/predict'

/** What can be done about a failure: each is a sentence under `troubles.fix`, and a place to do it. */
export type Remedy = 'account' | 'server' | 'again' | 'room' | 'rule' | 'nothing' | 'words' | 'decide' | 'halt' | 'publish' | 'endpoint' | 'allow' | 'webDecide' | 'unknown'

/** Every failure code that a step can end with, in camel case, and its remedy; the cause in words is `troubles.cause.<code>`. */
const REMEDIES = {
  authentication: 'account',
  appPasswordNeeded: 'account',
  passwordLoginDisabled: 'account',
  certificate: 'account',
  tls: 'account',
  noStarttls: 'account',
  hostNotFound: 'server',
  hostNotAllowed: 'server',
  connectionRefused: 'server',
  connectionTimeout: 'server',
  connectionFailed: 'server',
  connectionLost: 'again',
  timeout: 'again',
  serverBusy: 'again',
  limited: 'again',
  deferred: 'again',
  overQuota: 'room',
  mailboxMissing: 'rule',
  messageGone: 'nothing',
  accountRemoved: 'nothing',
  moveUnsupported: 'rule',
  moveRefused: 'rule',
  copyNotConfirmed: 'again',
  moveIncomplete: 'again',
  flagsRefused: 'rule',
  notPermitted: 'rule',
  refusedByServer: 'again',
  rejected: 'words',
  senderRefused: 'account',
  relayRefused: 'account',
  tooLarge: 'words',
  invalidAddress: 'words',
  invalidHeader: 'rule',
  notAccepted: 'words',
  uncertain: 'decide',
  answerLost: 'decide',
  noMailServer: 'account',
  noOutgoingServer: 'account',
  userGone: 'rule',
  halted: 'halt',
  claimLost: 'again',
  databaseRefused: 'again',
  planUnreadable: 'publish',
  unreadable: 'publish',
  webAddress: 'rule',
  webUnreachable: 'endpoint',
  webRedirected: 'endpoint',
  webRefused: 'endpoint',
  webTryLater: 'again',
  webAnswerLost: 'webDecide',
  unexpected: 'again',
} as const satisfies Readonly<Record<string, Remedy>>

export interface Trouble {
  /** A clause without a full stop: "the folder is gone". */
  readonly cause: string
  readonly fix: string
  readonly remedy: Remedy
}

/** What is no account's server but a web address has its own place. */
const ON_THE_WEB: Readonly<Partial<Record<Remedy, Remedy>>> = { server: 'allow', decide: 'webDecide' }

/** Says a failure in plain words with its fix. A code this version does not know keeps the sentence that was stored with it. */
export function useTrouble(): (code: string, stored: string | null, where?: 'mail' | 'web') => Trouble {
  const t = useTranslations('troubles')
  return (code, stored, where = 'mail') => {
    const key = keyOf(code)
    if (!isKnown(key)) return { cause: stored?.replace(/\.$/, '') ?? code, fix: t('fix.unknown'), remedy: 'unknown' }
    const remedy: Remedy = (where === 'web' ? ON_THE_WEB[REMEDIES[key]] : undefined) ?? REMEDIES[key]
    return { cause: t(`cause.${key}`), fix: t(`fix.${remedy}`), remedy }
  }
}

function isKnown(key: string): key is keyof typeof REMEDIES {
  return Object.hasOwn(REMEDIES, key)
}

/** A clause as a sentence of its own begins. */
export function capital(clause: string): string {
  return clause.charAt(0).toLocaleUpperCase() + clause.slice(1)
}
