import type { Metadata } from 'next'
import { RecordScreen } from '../../../../components/records/record-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('records'))('title') }
}

/** One ticket or lead. */
export default async function RecordPage({ params }: { params: Promise<{ id: string }> }) {
  return <RecordScreen id={(await params).id} />
}
