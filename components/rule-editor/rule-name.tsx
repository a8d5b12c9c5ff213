'use client'
import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useEditor } from './editor-context'

/** The rule's name, written over in place. */
export function RuleName() {
  const t = useTranslations('editor')
  const { rule, canEdit } = useEditor()
  const trpc = useTRPC()
  const failed = useFailed()
  const [typed, setTyped] = useState<string | null>(null)
  const rename = useMutation(trpc.rule.rename.mutationOptions({ onError: (error) => failed(t('renameRule'), error) }))
  const shown = rename.isPending ? rename.variables.name : rule.name
  if (typed === null) {
    return canEdit ? (
      <button type="button" title={`${shown} · ${t('renameRule')}`} onClick={() => setTyped(shown)} className="block w-full max-w-64 truncate rounded-tag px-1 text-start text-14 font-strong hover:bg-hover max-sm:text-16">
        {shown}
      </button>
    ) : (
      <span className="truncate text-14 font-strong">{shown}</span>
    )
  }
  const finish = (keep: boolean) => {
    const name = typed.trim()
    setTyped(null)
    if (keep && name !== '' && name !== rule.name) rename.mutate({ id: rule.id, name })
  }
  return (
    <input
      autoFocus
      aria-label={t('ruleName')}
      value={typed}
      maxLength={120}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(true)
        if (event.key === 'Escape') finish(false)
      }}
      className="h-7 w-64 max-w-full rounded-control border border-focus bg-bg px-1.5 text-14 font-strong outline-none max-sm:text-16"
    />
  )
}
