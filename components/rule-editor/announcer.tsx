'use client'
import { useEffect, useState } from 'react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { useEditor } from './editor-context'

/** Says each change and how many problems are left, politely, for who does not see the canvas. */
export function Announcer({ said }: { said: string }) {
  const t = useTranslations('editor')
  const { session, problems } = useEditor()
  const { present, merges } = useStore(session).history
  const [text, setText] = useState('')
  const { did } = present
  const count = problems.length
  useEffect(() => {
    if (did !== null && merges === null) setText(t('saidWithProblems', { what: t(`did.${did.what}`, { step: did.step }), count }))
  }, [did, merges, count, t])
  useEffect(() => setText(said), [said])
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
