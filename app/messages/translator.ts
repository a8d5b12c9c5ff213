import { createTranslator } from 'next-intl'
import { messagesOf } from './catalogue'
import { languageOfRequest } from './language-of-request'

/** Sentences of one area for a server component, such as a page's title. Client components use `useTranslations`. */
export async function translator<Area extends 'accounts' | 'approvals' | 'channels' | 'errors' | 'followUps' | 'gallery' | 'outbox' | 'records' | 'settings' | 'shell' | 'signIn'>(namespace: Area) {
  const { locale } = await languageOfRequest()
  return createTranslator({ locale, messages: await messagesOf(locale), namespace })
}
