import type { Metadata } from 'next'
import { WorkspaceScreen } from '../../../../components/settings/workspace/workspace-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.workspace') }
}

/** The workspace as a whole. */
export default function WorkspacePage() {
  return <WorkspaceScreen />
}
