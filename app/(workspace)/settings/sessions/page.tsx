import type { Metadata } from 'next'
import { SessionsScreen } from '../../../../components/settings/sessions/sessions-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.sessions') }
}

/** Where one is signed in. */
export default function SessionsPage() {
  return <SessionsScreen />
}
