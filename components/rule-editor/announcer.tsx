'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { useEditor } from './editor-context'

/** Something said. An object of its own each time, so that the same words can be said twice. */
export interface Said {
  readonly text: string
}

export const NOTHING_SAID: Said = { text: '' }

/** Says each change and how many problems are left, politely, for who does not see the canvas. What a command says itself, such as what was undone, stands for the change. */
export function Announcer({ said }: { said: Said }) {
  const t = useTranslations('editor')
  const { session, problems } = useEditor()
  const { present, merges } = useStore(session).history
  const { did } = present
  const count = problems.length
  const [last, setLast] = useState({ did, said, text: '' })
  if (said !== last.said) setLast({ did, said, text: said.text })
  else if (did !== last.did && merges === null) setLast({ did, said, text: did === null ? '' : t('saidWithProblems', { what: t(`did.${did.what}`, { step: did.step }), count }) })
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {last.text}
    </div>
  )
}
