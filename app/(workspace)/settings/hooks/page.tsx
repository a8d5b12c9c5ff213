import type { Metadata } from 'next'
import { HooksScreen } from '../../../../components/settings/hooks/hooks-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.hooks') }
}

/** Addresses that other programs post to. */
export default function HooksPage() {
  return <HooksScreen />
}
