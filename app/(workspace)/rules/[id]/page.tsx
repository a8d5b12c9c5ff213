import { redirect } from 'next/navigation'

/** A rule's own address leads to its drawing. */
export default async function RulePage({ params }: { params: Promise<{ readonly id: string }> }) {
  redirect(`/rules/${encodeURIComponent((await params).id)}/edit`)
}
