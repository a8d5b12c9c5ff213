'use client'
import type { ReactNode } from 'react'
import { ArrowRight, OctagonAlert, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Problem } from '../../rules/problem'
import { nodeOf } from '../rule-document/document'
import { Icon } from '../ui/icon'
import { useEditor, useGraph } from './editor-context'
import { useStepWords } from './use-step-words'

/** One thing that is wrong: at which step, what and what to do; pressing it leads there. */
export function ProblemRow({ problem, onJump, end }: { problem: Problem; onJump: () => void; end?: ReactNode }) {
  const t = useTranslations('editor')
  const { names, rule } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const node = nodeOf(useGraph(), problem.node)
  const isBlocker = problem.severity === 'blocker'
  return (
    <li className="flex items-center gap-3 pe-3 hover:bg-hover">
      <button type="button" disabled={node === null} onClick={onJump} className="ring-inside group/jump flex min-h-11 min-w-0 flex-1 items-start gap-2 px-3 py-2 text-start disabled:cursor-default">
        <Icon of={isBlocker ? OctagonAlert : TriangleAlert} className={isBlocker ? 'mt-0.5 text-danger-ink' : 'mt-0.5 text-warning-ink'} />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{t(isBlocker ? 'blocker' : 'warning')}</span>
          <span className="block font-medium">{node === null ? t('wholeRule') : words.title(node)}</span>
          <span className="block text-12 text-ink-2">{words.problem(problem)}</span>
        </span>
        {node !== null && <Icon of={ArrowRight} className="mt-0.5 text-ink-3 group-hover/jump:text-ink" />}
      </button>
      {end !== undefined && <span className="shrink-0">{end}</span>}
    </li>
  )
}
