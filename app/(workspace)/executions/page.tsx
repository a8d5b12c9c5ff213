import { Suspense } from 'react'
import { RunsScreen } from '../../../components/executions/runs-screen'

/** What rules did: all runs. */
export default function ExecutionsPage() {
  return (
    <Suspense>
      <RunsScreen />
    </Suspense>
  )
}
