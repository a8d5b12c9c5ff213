import type { Metadata } from 'next'
import { ApprovalByLink } from '../../../components/approvals/approval-by-link'
import { AuthFrame } from '../../../components/sign-in/auth-frame'
import { approvalOfToken } from '../../../server/approval-link'
import { services } from '../../../server/services'
import { translator } from '../../messages/translator'

export const dynamic = 'force-dynamic'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('approvals'))('link.title'), robots: { index: false, follow: false } }
}

interface Place {
  readonly params: Promise<{ token: string }>
  readonly searchParams: Promise<{ problem?: string | readonly string[] }>
}

/** Where the link of a mail leads that asks for approval. Whoever holds it needs no other sign-in; looking decides nothing. */
export default async function ApprovePage({ params, searchParams }: Place) {
  const [{ token }, { problem }] = await Promise.all([params, searchParams])
  const approval = await approvalOfToken(services(), token)
  const isOpen = approval !== null && approval.verdict === null && approval.outcome === null && approval.dueAt > services().now()
  return (
    <AuthFrame>
      <ApprovalByLink approval={approval} action={`/api/approve/${encodeURIComponent(token)}`} isOpen={isOpen} problem={typeof problem === 'string' ? problem : null} />
    </AuthFrame>
  )
}
