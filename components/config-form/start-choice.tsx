'use client'
import { useTranslations } from 'next-intl'
import type { GraphNode } from '../../rules/graph'
import { NODE_TYPES } from '../../rules/nodes/index'
import { useStepCommands } from '../rule-editor/use-step-commands'
import { useRuleLanguage } from '../sentence/rule-language'
import { Field } from '../ui/field'
import { Select } from '../ui/select'

const TRIGGERS = NODE_TYPES.filter(({ role }) => role === 'trigger')

/** What sets the rule off: another start takes this one's place, with all that leads on from it. */
export function StartChoice({ node }: { node: GraphNode }) {
  const t = useTranslations('editor')
  const { say } = useRuleLanguage()
  const commands = useStepCommands()
  return (
    <Field label={t('startsWith')} help={say(`node.${node.type}.summary`, {})}>
      {(control) => <Select {...control} size="l" value={node.type} options={TRIGGERS.map(({ type }) => ({ value: type, label: say(`node.${type}.label`, {}) }))} onChange={(type) => commands.setTrigger(node.id, type)} />}
    </Field>
  )
}
