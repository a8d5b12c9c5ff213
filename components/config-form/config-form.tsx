'use client'
import { useTranslations } from 'next-intl'
import { formOf } from '../../rules/form'
import type { GraphNode } from '../../rules/graph'
import { nodeType } from '../../rules/nodes/index'
import type { Problem } from '../../rules/problem'
import { useRuleLanguage } from '../sentence/rule-language'
import { ConfigField } from './config-field'

/**
 * This folder draws the form of a step from what its node type says of its fields, and edits conditions. A new kind of control is a file here and a line in
 * `config-field.tsx`; a new step needs nothing here. Values go to the document as they are typed; what is wrong with them is said by the compiler's problems.
 */
export function ConfigForm({ node, problems }: { node: GraphNode; problems: readonly Problem[] }) {
  const t = useTranslations('editor')
  const { say } = useRuleLanguage()
  const type = nodeType(node.type)
  if (type === null) return <p className="text-ink-3">{t('unknownStep')}</p>
  const config: Readonly<Record<string, unknown>> = typeof node.config === 'object' && node.config !== null ? { ...node.config } : {}
  const fields = formOf(type).filter(({ hint }) => Object.entries(hint.shownWhen ?? {}).every(([name, values]) => values.some((value) => value === config[name])))
  return (
    <>
      {type.role !== 'condition' && <p className="text-ink-3">{say(`node.${type.type}.summary`, {})}</p>}
      {fields.map((field) => (
        <div key={field.name} data-field={field.name}>
          <ConfigField node={node} field={field} problems={problems.filter((problem) => problem.field === field.name || problem.field?.startsWith(`${field.name}.`))} />
        </div>
      ))}
    </>
  )
}
