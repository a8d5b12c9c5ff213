import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { FirstOwnerForm } from '../../../components/sign-in/first-owner-form'
import { needsOwner } from '../../../server/first-run'
import { PASSWORD_MIN } from '../../../server/password'
import { services } from '../../../server/services'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('signIn'))('welcomeTitle') }
}

export default async function WelcomePage() {
  if (!(await needsOwner(services().database))) redirect('/sign-in')
  return <FirstOwnerForm passwordMin={PASSWORD_MIN} />
}
