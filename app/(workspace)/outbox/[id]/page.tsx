import type { Metadata } from 'next'
import { OutgoingScreen } from '../../../../components/outbox/outgoing-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('outbox'))('title') }
}

/** One mail that leaves. */
export default async function OutgoingPage({ params }: { params: Promise<{ id: string }> }) {
  return <OutgoingScreen id={(await params).id} />
}
