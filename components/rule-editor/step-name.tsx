'use client'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'next-intl'
import type { GraphNode } from '../../rules/graph'
import { useEditor } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

/** The step's own name, written over in place; empty, it is called what it is. */
export function StepName({ node, editNow }: { node: GraphNode; editNow: number }) {
  const t = useTranslations('editor')
  const { canEdit, names, rule, leave } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (editNow > 0) input.current?.select()
  }, [editNow])
  if (!canEdit) return <h2 className="truncate text-14 font-strong">{words.title(node)}</h2>
  return (
    <input
      ref={input}
      aria-label={t('stepName')}
      value={node.name}
      maxLength={120}
      placeholder={words.kind(node.type)}
      onChange={(event) => commands.rename(node.id, event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && leave()}
      className="-ms-1 h-6 w-full truncate rounded-tag border border-transparent bg-transparent px-1 text-14 font-strong outline-none placeholder:text-ink hover:bg-hover focus:border-focus focus:bg-bg max-sm:text-16"
    />
  )
}
