'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import type { NodeType } from '../../rules/node-type'
import { NODE_TYPES } from '../../rules/nodes/index'
import { fitsAfter, isFoundBy, obstacleTo } from '../rule-document/suggest'
import { useRuleLanguage } from '../sentence/rule-language'
import { useGraph } from './editor-context'

export interface PaletteEntry {
  readonly type: NodeType
  readonly label: string
  readonly summary: string
  /** Why it cannot be added; null when it can. */
  readonly obstacle: string | null
}

export interface PaletteGroup {
  readonly id: string
  readonly heading: string
  readonly entries: readonly PaletteEntry[]
}

/** Every kind of step in groups, what usually follows `after` first and groups of which nothing can be added last; found by label, synonyms and summary in the reader's language and in English. */
export function usePalette(typed: string, after: string | null): readonly PaletteGroup[] {
  const t = useTranslations('editor')
  const graph = useGraph()
  const { say } = useRuleLanguage()
  return useMemo(() => {
    const entryOf = (type: NodeType): PaletteEntry => {
      const obstacle = obstacleTo(graph, type)
      return { type, label: say(`node.${type.type}.label`, {}), summary: say(`node.${type.type}.summary`, {}), obstacle: obstacle === null ? null : t(`obstacle.${obstacle}`) }
    }
    const found = NODE_TYPES.map(entryOf).filter(({ type, label, summary }) =>
      isFoundBy(typed, [label, summary, say(`node.${type.type}.synonyms`, {}), say(`group.${type.group}`, {}), type.label, ...type.synonyms]),
    )
    const fitting = typed.trim() === '' ? fitsAfter(graph, after).map(entryOf) : []
    const groups = [...new Set(NODE_TYPES.map(({ group }) => group))].map((group) => ({ id: group, heading: say(`group.${group}`, {}), entries: found.filter(({ type }) => type.group === group) }))
    const isOpen = ({ entries }: PaletteGroup) => entries.some(({ obstacle }) => obstacle === null)
    const usable = [...groups.filter(isOpen), ...groups.filter((group) => !isOpen(group))]
    return [{ id: 'fits', heading: t('fitsAfter'), entries: fitting }, ...usable].filter(({ entries }) => entries.length > 0)
  }, [graph, typed, after, say, t])
}
