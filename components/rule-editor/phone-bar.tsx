'use client'
import { useState } from 'react'
import { Play, Plus, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sameGraph } from '../rule-document/document'
import { Button } from '../ui/button'
import { useEditor, useGraph } from './editor-context'
import { PublishSheet } from './publish-sheet'

/** What a thumb reaches: add, test, publish. */
export function PhoneBar({ onTest, onProblems, problems }: { onTest: () => void; onProblems: () => void; problems: number }) {
  const t = useTranslations('editor')
  const { canEdit, add, rule } = useEditor()
  const graph = useGraph()
  const [publishing, setPublishing] = useState(false)
  const next = (rule.versions[0]?.number ?? 0) + 1
  return (
    <div className="shrink-0 border-t border-line">
      {problems > 0 && (
        <button type="button" onClick={onProblems} className="flex min-h-11 w-full items-center gap-2 bg-warning-soft px-4 text-start text-warning-ink">
          <TriangleAlert aria-hidden size={16} strokeWidth={1.75} />
          {t('problemCount', { count: problems })}
        </button>
      )}
      <div className="grid grid-cols-3 gap-2 px-4 py-2 [&>button]:h-11!">
        {canEdit && (
          <Button icon={Plus} onClick={() => add({ place: null, at: null })}>
            {t('addStep')}
          </Button>
        )}
        <Button icon={Play} onClick={onTest}>
          {t('test')}
        </Button>
        {canEdit && (
          <Button look="primary" disabled={rule.live !== null && sameGraph(graph, rule.live.graph)} onClick={() => setPublishing(true)}>
            {t('publishVersion', { version: next })}
          </Button>
        )}
      </div>
      <PublishSheet open={publishing} onOpenChange={setPublishing} number={next} />
    </div>
  )
}
