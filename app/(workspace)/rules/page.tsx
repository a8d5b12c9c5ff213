import type { Metadata } from 'next'
import { RulesScreen } from '../../../components/rule-list/rules-screen'
import { translator } from '../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator('shell')
  return { title: t('nav.rules') }
}

export default function RulesPage() {
  return <RulesScreen />
}
