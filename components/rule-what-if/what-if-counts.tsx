'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { nodeOf, portsOf } from '../rule-document/document'
import { useEditor, useGraph } from '../rule-editor/editor-context'
import { useStepWords } from '../rule-editor/use-step-words'
import type { WhatIfStatus } from './use-what-if'

/** How often each way was gone and each action done, and who wrote most of it. */
export function WhatIfCounts({ status }: { status: WhatIfStatus }) {
  const t = useTranslations('whatIf')
  const formats = useFormats()
  const { names, rule, show } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const { ports, effects, senders, runs } = status.counts
  const ways = ports.flatMap(({ step, port, runs: count }) => {
    const node = nodeOf(graph, step)
    return node === null || portsOf(node).filter((one) => one !== 'error').length < 2 ? [] : [{ key: `${step} ${port}`, node, label: t('way', { step: words.title(node), way: words.port(node, port) }), count }]
  })
  const actions = effects.flatMap(({ step, kind, would, noChange, skipped, fails }) => {
    const node = nodeOf(graph, step)
    const less = [noChange > 0 && t('noChange', { count: noChange }), skipped > 0 && t('skipped', { count: skipped }), fails > 0 && t('failing', { count: fails })].filter((one) => one !== false)
    return node === null ? [] : [{ key: `${step} ${kind}`, node, label: node.name === '' ? words.summary(node) : node.name, count: would, less: formats.list(less) }]
  })
  if (runs === 0) return null
  return (
    <div className="grid gap-x-6 gap-y-3 px-4 py-3 sm:grid-cols-2">
      {ways.length > 0 && (
        <Block title={t('ways')}>
          {ways.map(({ key, node, label, count }) => (
            <Line key={key} label={label} count={formats.number(count)} share={count / runs} onClick={() => show(node.id, { open: false })} />
          ))}
        </Block>
      )}
      {actions.length > 0 && (
        <Block title={t('actions')}>
          {actions.map(({ key, node, label, count, less }) => (
            <Line key={key} label={label} note={less} count={formats.number(count)} share={count / runs} onClick={() => show(node.id, { open: false })} />
          ))}
        </Block>
      )}
      {senders.length > 0 && (
        <Block title={t('senders')}>
          {senders.slice(0, 5).map(({ address, name, matched }) => (
            <Line key={address} label={name === '' ? address : t('sender', { name, address })} count={formats.number(matched)} share={matched / status.counts.matched} />
          ))}
        </Block>
      )}
    </div>
  )
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1 text-12 font-medium text-ink-3">{title}</h3>
      <ul className="flex flex-col">{children}</ul>
    </section>
  )
}

function Line({ label, note, count, share, onClick }: { label: string; note?: string; count: string; share: number; onClick?: () => void }) {
  const text = (
    <span className="relative flex min-h-6 w-full items-center gap-2 px-1.5 text-12 max-sm:min-h-9">
      <span aria-hidden className="absolute inset-y-0.5 start-0 rounded-tag bg-accent-soft" style={{ width: `${Math.min(1, share) * 100}%` }} />
      <span className="relative min-w-0 flex-1 truncate text-start" title={label}>
        {label}
        {note !== undefined && note !== '' && <span className="text-ink-3"> {note}</span>}
      </span>
      <span className="relative shrink-0 font-medium tabular-nums">{count}</span>
    </span>
  )
  return <li>{onClick === undefined ? text : <button type="button" onClick={onClick} className="ring-inside w-full rounded-tag hover:bg-hover">{text}</button>}</li>
}
