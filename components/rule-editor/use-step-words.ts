'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { GraphNode } from '../../rules/graph'
import { readConfig } from '../../rules/node-config'
import { nodeType } from '../../rules/nodes/index'
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
  port(type: string, port: string): string
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
        if (type.role === 'trigger') return t('inAccount', { account })
        return 'config' in readConfig(type, node) ? capitalised(toText(sentenceOfNode(node), language, names), language.locale) : t('notFinished')
      },
      port: (type, port) => (port === 'error' ? t('onErrorPort') : (nodeType(type)?.ports.includes(port) ?? false) ? language.say(`node.${type}.port.${port}`, {}) : port),
      problem: ({ code, values }) => language.say(`problem.${code}`, Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))),
    }
  }, [t, language, names, account])
}

function capitalised(text: string, locale: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
