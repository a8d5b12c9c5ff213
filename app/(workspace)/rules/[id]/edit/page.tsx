import type { Metadata } from 'next'
import { RuleEditor } from '../../../../../components/rule-editor/rule-editor'
import { translator } from '../../../../messages/translator'

export async function generateMetadata(): Promise<Metadata> {
  const t = await translator('shell')
  return { title: t('nav.rules') }
}

export default async function RuleEditorPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <RuleEditor id={id} />
}
