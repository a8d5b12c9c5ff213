import type { Metadata } from 'next'
import { ApprovalsScreen } from '../../../components/approvals/approvals-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('approvals'))('title') }
}

/** What rules ask the reader. */
export default function ApprovalsPage() {
  return <ApprovalsScreen />
}
