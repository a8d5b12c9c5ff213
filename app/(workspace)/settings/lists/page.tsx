import type { Metadata } from 'next'
import { ListsScreen } from '../../../../components/settings/lists/lists-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.lists') }
}

/** Lists of words, addresses and domains that conditions compare with. */
export default function ListsPage() {
  return <ListsScreen />
}
