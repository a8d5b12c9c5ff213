import type { Metadata } from 'next'
import { OutboxScreen } from '../../../components/outbox/outbox-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('outbox'))('title') }
}

/** All mail that leaves. */
export default function OutboxPage() {
  return <OutboxScreen />
}
