import type { Metadata } from 'next'
import { EndpointsScreen } from '../../../../components/endpoints/endpoints-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.endpoints') }
}

/** Web addresses that rules may post to. */
export default function EndpointsPage() {
  return <EndpointsScreen />
}
