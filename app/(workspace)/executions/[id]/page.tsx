import { Suspense } from 'react'
import { RunScreen } from '../../../../components/execution/run-screen'

/** One run: what happened to a mail, step by step, and why. */
export default async function ExecutionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return (
    <Suspense>
      <RunScreen id={id} />
    </Suspense>
  )
}
