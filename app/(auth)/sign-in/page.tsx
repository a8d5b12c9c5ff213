import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { SignInForm } from '../../../components/sign-in/sign-in-form'
import { contextOf } from '../../../server/context'
import { DEMO_COMPANY, needsOwner } from '../../../server/first-run'
import { env } from '../../../server/env'
import { services } from '../../../server/services'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('signIn'))('title') }
}

interface Search {
  readonly next?: string | readonly string[]
  readonly ended?: string
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, head] = await Promise.all([searchParams, headers()])
  const context = await contextOf(services(), new Headers(head))
  const next = ownPath(search.next)
  if (context.actor !== null) redirect(next)
  if (await needsOwner(context.services.database)) redirect('/welcome')
  return <SignInForm next={next} ended={search.ended === '1'} demoEmail={env().POSTROOM_DEMO ? DEMO_COMPANY.owner.email : null} />
}

/** Only ways back into this application: one slash, then no second one and no backslash (browsers read both as another host). */
function ownPath(given: Search['next']): string {
  return typeof given === 'string' && /^\/(?![/\\])/.test(given) && !given.startsWith('/sign-in') ? given : '/inbox'
}
