import type { Metadata } from 'next'
import { FollowUpsScreen } from '../../../components/follow-ups/follow-ups-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('followUps'))('title') }
}

/** Next steps with their times. */
export default function FollowUpsPage() {
  return <FollowUpsScreen />
}
