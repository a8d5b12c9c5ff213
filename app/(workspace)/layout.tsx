import type { ReactNode } from 'react'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { Shell } from '../../components/shell/shell'
import { contextOf } from '../../server/context'
import { needsOwner } from '../../server/first-run'
import { appRouter } from '../../server/routers'
import { services } from '../../server/services'

/** Every screen behind the sign-in. Who has no session is sent there, with the way back; the first visitor ever makes the owner. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const head = await headers()
  const context = await contextOf(services(), new Headers(head))
  if (context.actor === null) {
    if (await needsOwner(context.services.database)) redirect('/welcome')
    redirect(`/sign-in?next=${encodeURIComponent(head.get('x-path') ?? '/inbox')}`)
  }
  const me = await appRouter.createCaller(context).me.get()
  return <Shell me={me}>{children}</Shell>
}
