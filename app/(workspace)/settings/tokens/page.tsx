import type { Metadata } from 'next'
import { TokensScreen } from '../../../../components/settings/tokens/tokens-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.tokens') }
}

/** Tokens for scripts. */
export default function TokensPage() {
  return <TokensScreen />
}
