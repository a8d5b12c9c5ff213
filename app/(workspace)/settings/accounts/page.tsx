import type { Metadata } from 'next'
import { AccountsScreen } from '../../../../components/accounts/accounts-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator('accounts')
  return { title: t('title') }
}

/** Mail accounts. */
export default function AccountsPage() {
  return <AccountsScreen />
}
