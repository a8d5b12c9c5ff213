import { redirect } from 'next/navigation'

/** Settings open where most of the work is. */
export default function SettingsPage() {
  redirect('/settings/accounts')
}
