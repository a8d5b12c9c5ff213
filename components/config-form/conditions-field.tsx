'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import { ConditionTest, prepareConditions, type ConditionGroup } from '../../rules/condition-tree'
import type { MessageFacts } from '../../rules/facts'
import { arrivalOf, type Moment } from '../../rules/moment'
import type { Compared } from '../../rules/node-type'
import type { Problem } from '../../rules/problem'
import { useEditor } from '../rule-editor/editor-context'
import { valuesOf } from '../rule-editor/trial-values'
import { useStepWords } from '../rule-editor/use-step-words'
import { Notice } from '../ui/notice'
import { TriangleAlert } from 'lucide-react'
import { ConditionGroupBox } from './condition-group'
import { readDraft, type DraftGroup } from './edit-conditions'

/** Conditions with their verdict for the loaded mail beside each of them, while they are written. */
export function ConditionsField({ label, bare = false, value, onChange, problems }: { label: string; /** Its name is shown where it stands. */ bare?: boolean; value: unknown; onChange: (tree: DraftGroup) => void; problems: readonly Problem[] }) {
  const t = useTranslations('editor')
  const { trial, names, rule } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const tree = useMemo(() => readDraft(value), [value])
  const { facts, moment } = trial
  const run = trial.rehearsal?.run ?? null
  const verdicts = useMemo(() => (facts === null ? null : verdictsOf(tree, facts, { ...(moment ?? arrivalOf(facts)), values: valuesOf(run) })), [tree, facts, moment, run])
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  const errors = new Map(problems.filter(({ severity }) => severity === 'blocker').map((problem) => [placeOf(problem.field ?? ''), words.problem(problem)]))
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className={bare ? 'contents' : 'flex items-baseline justify-between gap-3'}>
        {!bare && <h3 className="font-strong">{label}</h3>}
        {facts !== null && <span className="truncate text-12 text-ink-3">{t('checkedAgainst', { who: facts.from?.name || facts.from?.address || t('noSender') })}</span>}
      </div>
      <ConditionGroupBox tree={tree} group={tree} path={[]} onChange={onChange} verdicts={verdicts} errors={errors} />
      {warnings.map((problem, index) => (
        <Notice key={index} icon={TriangleAlert} tone="warning">
          {words.problem(problem)}
        </Notice>
      ))}
    </section>
  )
}

/** `conditions.items.0.items.1.values` is about the item at 0, 1. */
function placeOf(field: string): string {
  return [...field.matchAll(/items\.(\d+)/g)].map(([, index]) => index).join('.')
}

/** Every test by its place with what the mail has; unfinished tests say nothing. Each is asked by itself, so that none is "not needed". */
function verdictsOf(tree: DraftGroup, facts: MessageFacts, moment: Moment): ReadonlyMap<string, Compared> {
  const found = new Map<string, Compared>()
  const visit = (group: DraftGroup, path: readonly number[]) => {
    for (const [index, item] of group.items.entries()) {
      const place = [...path, index]
      if (item.kind === 'group') visit(item, place)
      else {
        const test = ConditionTest.safeParse(item)
        const alone: ConditionGroup | null = test.success ? { kind: 'group', mode: 'all', items: [test.data] } : null
        const compared = alone === null ? undefined : prepareConditions(alone)(facts, moment).because[1]
        if (compared !== undefined) found.set(place.join('.'), compared)
      }
    }
  }
  visit(tree, [])
  return found
}
