'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { useEditor } from './editor-context'

/** Says each change and how many problems are left, politely, for who does not see the canvas. */
export function Announcer({ said }: { said: string }) {
  const t = useTranslations('editor')
  const { session, problems } = useEditor()
  const { present, merges } = useStore(session).history
  const { did } = present
  const count = problems.length
  const [last, setLast] = useState({ did, said, text: '' })
  if (did !== last.did && merges === null) setLast({ did, said, text: did === null ? '' : t('saidWithProblems', { what: t(`did.${did.what}`, { step: did.step }), count }) })
  else if (said !== last.said) setLast({ ...last, said, text: said })
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {last.text}
    </div>
  )
}
