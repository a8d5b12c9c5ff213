'use client'
import { useMemo } from 'react'
import { sentenceOf } from '../../rules/rule-sentence'
import { speak, type SpokenPart } from '../../rules/sentence'
import { useRuleLanguage } from '../sentence/rule-language'
import { cn } from '../ui/class-names'
import { useEditor, useGraph, useProblemsByNode, useSelected } from './editor-context'

/** The whole rule as one paragraph; each stretch leads to the step it speaks of. No real buttons: those would not break over lines as text does. */
export function SentenceText({ onFocus }: { onFocus?: () => void }) {
  const { names, rule, show } = useEditor()
  const graph = useGraph()
  const selected = useSelected().at(-1)
  const problems = useProblemsByNode()
  const language = useRuleLanguage()
  const runs = useMemo(() => runsOf(speak(sentenceOf(graph, rule.account.id), language, names)), [graph, rule.account.id, language, names])
  const lead = (node: string) => {
    onFocus?.()
    show(node)
  }
  return runs.map(({ node, parts }, index) =>
    node === undefined ? (
      <span key={index}>{parts.map(({ text }) => text).join('')}</span>
    ) : (
      <span
        key={index}
        role="button"
        tabIndex={0}
        onClick={() => lead(node)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          lead(node)
        }}
        className={cn('cursor-pointer rounded-xs py-1 box-decoration-clone hover:bg-hover', node === selected && 'bg-selected', problems.has(node) && 'underline decoration-warning decoration-dotted underline-offset-4')}
      >
        {parts.map(({ text, value }, at) => (
          <span key={at} className={value === undefined ? '' : 'font-medium'}>
            {text}
          </span>
        ))}
      </span>
    ),
  )
}

/** Neighbouring stretches of one step together; a full stop or a comma goes with what it follows, so that nobody has to step on it. */
function runsOf(parts: readonly SpokenPart[]): readonly { readonly node: string | undefined; readonly parts: readonly SpokenPart[] }[] {
  const runs: { node: string | undefined; parts: SpokenPart[] }[] = []
  for (const part of parts) {
    const last = runs.at(-1)
    const isMark = part.value === undefined && !/[\p{L}\p{N}]/u.test(part.text)
    const node = isMark && last !== undefined ? last.node : part.node
    if (last !== undefined && last.node === node) last.parts.push(part)
    else runs.push({ node, parts: [part] })
  }
  return runs
}
