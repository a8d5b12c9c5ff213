'use client'
import { NODE_TYPES } from '../../rules/nodes/index'
import { useRuleLanguage } from '../sentence/rule-language'

/** What the step that does an effect of this kind is called, in the reader's language. */
export function useEffectName(): (kind: string) => string {
  const { say } = useRuleLanguage()
  return (kind) => {
    const type = NODE_TYPES.find((candidate) => candidate.role === 'action' && candidate.effects.some((effect) => effect === kind))
    return type === undefined ? kind : say(`node.${type.type}.label`, {})
  }
}
