import type { Metadata } from 'next'
import { Inbox } from '../../../components/inbox/inbox'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('shell'))('nav.inbox') }
}

/** Mail: what is shown is the address (`scope`, `q`, `thread`, `write`). */
export default function InboxPage() {
  return <Inbox />
}
