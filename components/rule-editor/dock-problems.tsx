'use client'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { useEditor } from './editor-context'
import { ProblemRow } from './problem-row'

/** Everything the checker found, worst first; each row leads to its step and field. */
export function ProblemsDock({ onJump }: { onJump?: () => void }) {
  const t = useTranslations('editor')
  const { problems, show } = useEditor()
  if (problems.length === 0) return <EmptyState icon={CircleCheck} tone="success" title={t('noProblems')} text={t('noProblemsText')} className="py-4" />
  return (
    <Scroll>
      <ul className="divide-y divide-line">
        {problems.map((problem, index) => (
          <ProblemRow
            key={index}
            problem={problem}
            onJump={() => {
              onJump?.()
              show(problem.node, problem.field === undefined ? {} : { field: problem.field })
            }}
          />
        ))}
      </ul>
    </Scroll>
  )
}
