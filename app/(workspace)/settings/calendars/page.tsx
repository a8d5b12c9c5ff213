import type { Metadata } from 'next'
import { CalendarsScreen } from '../../../../components/calendars/calendars-screen'
import { translator } from '../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await translator('settings'))('page.calendars') }
}

/** When somebody works. */
export default function CalendarsPage() {
  return <CalendarsScreen />
}
