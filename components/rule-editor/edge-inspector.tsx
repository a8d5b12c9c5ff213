'use client'
import { Plus, Unlink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { GraphEdge } from '../../rules/graph'
import { nodeOf } from '../rule-document/document'
import { Button } from '../ui/button'
import { useEditor, useGraph } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

/** A selected connection: between what, and what can be done with it. */
export function EdgeInspector({ edge }: { edge: GraphEdge }) {
  const t = useTranslations('editor')
  const { names, rule, show, add, canEdit } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const [from, to] = [nodeOf(graph, edge.from), nodeOf(graph, edge.to)]
  if (from === null || to === null) return null
  return (
    <div className="flex flex-col gap-4 p-4">
      <h2 className="text-14 font-strong">{t('connection')}</h2>
      <dl className="grid grid-cols-[80px_minmax(0,1fr)] gap-y-1.5">
        {([['from', from], ['to', to]] as const).map(([word, node]) => (
          <div key={word} className="contents">
            <dt className="text-ink-3">{t(word)}</dt>
            <dd>
              <button type="button" onClick={() => show(node.id)} className="max-w-full truncate hover:underline">
                {words.title(node)}
              </button>
            </dd>
          </div>
        ))}
        <dt className="text-ink-3">{t('when')}</dt>
        <dd>{words.port(from, edge.port)}</dd>
      </dl>
      {canEdit && (
        <div className="flex flex-wrap gap-2">
          <Button icon={Plus} onClick={() => add({ place: { kind: 'edge', edge: edge.id }, at: null })}>
            {t('insertStep')}
          </Button>
          <Button look="quiet" icon={Unlink} onClick={() => commands.disconnect(edge.id)}>
            {t('disconnect')}
          </Button>
        </div>
      )}
    </div>
  )
}
