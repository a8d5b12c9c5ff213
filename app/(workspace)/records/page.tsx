import type { Metadata } from 'next'
import { RecordsScreen } from '../../../components/records/records-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('records'))('title') }
}

/** Tickets and leads. */
export default function RecordsPage() {
  return <RecordsScreen />
}
