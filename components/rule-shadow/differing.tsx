'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { RuleGraph } from '../../rules/graph'
import type { Outputs } from '../data/trpc'
import { namesOf } from '../execution/run-steps'
import { ValueCompare } from '../explanation/value-compare'
import { nameOf } from '../inbox/people'
import { Time } from '../language/time'
import { useEffectName } from '../rule-backlog/use-effect-name'
import { useStepWords } from '../rule-editor/use-step-words'
import { useNames } from '../sentence/use-names'
import { Button } from '../ui/button'
import { Tag } from '../ui/tag'

type Report = Outputs['rule']['shadow']['report']
type Look = Report['differing']['rows'][number]

/** Both drawings, for what their steps say. Null: the live one is not the one that was compared with any more. */
export interface Drawings {
  readonly live: RuleGraph | null
  readonly shadow: RuleGraph
}

const WORDS = { neither: 'neither', same: 'same', 'only live': 'onlyLive', 'only shadow': 'onlyShadow', 'other effects': 'otherEffects', broken: 'broken' } as const

/** Each mail about which the two differed: what either would do with it, and why one of them would not. */
export function Differing({ looks, refs, drawings }: { looks: readonly Look[]; refs: Report['refs']; drawings: Drawings }) {
  const t = useTranslations('shadow')
  if (looks.length === 0) return null
  return (
    <section aria-label={t('differing')}>
      <h3 className="mb-1.5 text-12 font-medium text-ink-3">{t('differing')}</h3>
      <ul className="divide-y divide-line rounded-node border border-line">
        {looks.map((look) => (
          <Row key={look.messageId} look={look} refs={refs} drawings={drawings} />
        ))}
      </ul>
    </section>
  )
}

function Row({ look: { message, verdict, effects, because, executionId }, refs, drawings }: { look: Look; refs: Report['refs']; drawings: Drawings }) {
  const t = useTranslations('shadow')
  const [isOpen, setOpen] = useState(false)
  const names = namesOf({ refs, accountId: '', accountName: '' })
  return (
    <li className="px-3 py-2">
      <div className="flex items-start gap-3">
        <span className="min-w-0 flex-1">
          <span className="block truncate">{message === null ? t('gone') : message.subject || t('noSubject')}</span>
          {message !== null && (
            <span className="block truncate text-12 text-ink-3">
              {nameOf({ name: message.fromName, address: message.fromAddress })} · <Time at={message.receivedAt} />
            </span>
          )}
        </span>
        <Tag tone={verdict === 'broken' ? 'danger' : 'warning'}>{t(`count.${WORDS[verdict]}`)}</Tag>
      </div>
      {effects !== null && (
        <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-12">
          <dt className="text-ink-3">{t('live')}</dt>
          <dd className="text-ink-2">
            <Does effects={effects.live} drawing={drawings.live} />
          </dd>
          <dt className="text-ink-3">{t('beside')}</dt>
          <dd className="text-ink-2">
            <Does effects={effects.shadow} drawing={drawings.shadow} />
          </dd>
        </dl>
      )}
      <div className="mt-1 flex gap-2">
        {because !== null && because.length > 0 && (
          <Button look="link" size="s" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(verdict === 'only live' ? 'whyShadowNot' : 'whyLiveNot')}
          </Button>
        )}
        {executionId !== null && (
          <Button look="link" size="s" asChild>
            <Link href={`/executions/${executionId}`}>{t('seeRun')}</Link>
          </Button>
        )}
      </div>
      {isOpen && because !== null && <ValueCompare rows={because} names={names} className="mt-1.5" />}
    </li>
  )
}

/** What each would do, in the words of its step; where that drawing is not known any more, by the kind of effect. */
function Does({ effects, drawing }: { effects: readonly string[]; drawing: RuleGraph | null }) {
  const t = useTranslations('shadow')
  const nameOf = useEffectName()
  const words = useStepWords(useNames(), '')
  if (effects.length === 0) return t('nothing')
  const said = effects.map((effect) => {
    const [step = '', kind = ''] = effect.split(': ')
    const node = drawing?.nodes.find(({ id }) => id === step)
    return node === undefined ? nameOf(kind) : words.summary(node)
  })
  return [...new Set(said)].join('; ')
}
