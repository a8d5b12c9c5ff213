import type { Metadata } from 'next'
import { ServersScreen } from '../../../../components/outgoing-servers/servers-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.servers') }
}

/** What mail is sent through. */
export default function ServersPage() {
  return <ServersScreen />
}
