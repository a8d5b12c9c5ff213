'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { GraphNode } from '../../rules/graph'
import { readConfig } from '../../rules/node-config'
import { nodeType } from '../../rules/nodes/index'
import { ownPortName, portsIn } from '../../rules/ports'
import type { Problem } from '../../rules/problem'
import { sentenceOfNode } from '../../rules/rule-sentence'
import { toText, type Names } from '../../rules/sentence'
import { useRuleLanguage } from '../sentence/rule-language'

export interface StepWords {
  /** The name given to it, else what kind of step it is. */
  title(node: Pick<GraphNode, 'name' | 'type'>): string
  kind(type: string): string
  /** One line built from its values. */
  summary(node: GraphNode): string
  /** What a way out, or several joined as the ledger joins them, is called: by the user where the step's own settings make it, else by its type. */
  port(node: Pick<GraphNode, 'type' | 'config'>, port: string): string
  problem(problem: Problem): string
}

/** How steps are named wherever they are shown. `account`: where mail arrives, for the start. */
export function useStepWords(names: Names, account: string): StepWords {
  const t = useTranslations('editor')
  const language = useRuleLanguage()
  return useMemo(() => {
    const kind = (type: string) => (nodeType(type) === null ? type : language.say(`node.${type}.label`, {}))
    return {
      kind,
      title: (node) => (node.name === '' ? kind(node.type) : node.name),
      summary(node) {
        const type = nodeType(node.type)
        if (type === null) return t('unknownStep')
        if (type.type === 'mail.arrived') return t('inAccount', { account })
        return 'config' in readConfig(type, node) ? capitalised(toText(sentenceOfNode(node), language, names), language.locale) : t('notFinished')
      },
      port(node, port) {
        const type = nodeType(node.type)
        const named = (one: string) => {
          if (one === 'error') return t('onErrorPort')
          const own = type === null ? null : ownPortName(type, node.config, one)
          if (own !== null) return own === '' ? one : own
          return type !== null && type.ports.includes(one) ? language.say(`node.${type.type}.port.${one}`, {}) : one
        }
        return new Intl.ListFormat(language.locale, { type: 'conjunction' }).format(portsIn(port).map(named))
      },
      problem: ({ code, values }) => language.say(`problem.${code}`, Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))),
    }
  }, [t, language, names, account])
}

function capitalised(text: string, locale: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
