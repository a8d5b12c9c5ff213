import type { Metadata } from 'next'
import { ChannelsScreen } from '../../../components/channels/channels-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('channels'))('title') }
}

/** What rules tell everybody. */
export default function ChannelsPage() {
  return <ChannelsScreen />
}
