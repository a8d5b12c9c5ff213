'use client'
import type { ReactNode } from 'react'
import { Check, FlaskConical, Minus, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { deciding } from '../../rules/explain'
import { toText } from '../../rules/sentence'
import type { Outputs } from '../data/trpc'
import { useRuleLanguage } from '../sentence/rule-language'
import { useNames } from '../sentence/use-names'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { ComparedLines } from './compared-line'

type Result = Outputs['rule']['dryRun']

/** What a rule would do with the mail, step by step. Dashed, because nothing of it has happened. */
export function Rehearsal({ result, rule }: { result: Result; /** Named where it does not stand beside the rule. */ rule?: string | undefined }) {
  const t = useTranslations('inbox')
  const language = useRuleLanguage()
  const known = useNames()
  const names = { ...known, mailbox: { ...known.mailbox, ...namesIn(result, 'mailbox') }, user: { ...known.user, ...namesIn(result, 'user') } }
  const { run } = result
  if (run === null) {
    return (
      <Framed rule={rule} title={t('try.cannot')}>
        <ul className="list-disc ps-4">
          {result.problems.filter(({ severity }) => severity === 'blocker').map((problem, index) => (
            <li key={index}>{language.say(`problem.${problem.code}`, {})}</li>
          ))}
        </ul>
      </Framed>
    )
  }
  const would = run.steps.flatMap((step) => (step.would ?? []).map(({ prediction }) => prediction))
  const miss = run.match.hit ? null : run.match.because
  return (
    <Framed rule={rule} title={t(`try.${run.verdict === 'no match' ? 'noMatch' : run.verdict}`)}>
      {miss !== null && deciding(miss).length > 0 && <ComparedLines rows={miss} />}
      {miss !== null && deciding(miss).length === 0 && <p>{t('try.otherTrigger')}</p>}
      {run.verdict !== 'no match' && (
        <ul className="flex flex-col gap-1">
          {run.steps.filter(({ because }) => because !== undefined && because.length > 0).map((step) => (
            <li key={step.id}>
              <ComparedLines rows={step.because ?? []} />
            </li>
          ))}
          {would.map((prediction, index) => {
            const does = prediction.would === 'do' || prediction.would === 'reuse'
            return (
              <li key={index} className="flex gap-1.5">
                <Icon of={does ? Check : prediction.would === 'fail' ? X : Minus} size={14} className={cn('mt-px', does ? 'text-success-ink' : prediction.would === 'fail' ? 'text-danger-ink' : 'text-ink-3')} />
                <span className="min-w-0 [overflow-wrap:anywhere]">{t(prediction.would === 'no change' ? 'try.unchanged' : 'try.would', { what: toText(prediction.describe, language, names) })}</span>
              </li>
            )
          })}
          {would.length === 0 && <li>{t('try.nothing')}</li>}
        </ul>
      )}
      {result.alreadyRan !== null && <Caution text={t('try.alreadyRan')} />}
      {result.isTextMissing && <Caution text={t('try.textMissing')} />}
    </Framed>
  )
}

function Framed({ rule, title, children }: { rule: string | undefined; title: string; children: ReactNode }) {
  const t = useTranslations('inbox')
  return (
    <div role="status" className="mt-2 rounded-control border border-dashed border-line-control p-2.5 text-12 text-ink-2">
      <p className="mb-1 flex items-center gap-1.5 font-medium text-ink">
        <Icon of={FlaskConical} size={14} className="text-ink-3" />
        {rule === undefined ? title : t('ruleDid', { rule, what: title })}
      </p>
      {children}
    </div>
  )
}

function Caution({ text }: { text: string }) {
  return (
    <p className="mt-1.5 flex gap-1.5 text-warning-ink">
      <Icon of={TriangleAlert} size={14} className="mt-px" />
      {text}
    </p>
  )
}

function namesIn({ refs }: Result, kind: 'mailbox' | 'user'): Record<string, string> {
  return Object.fromEntries(Object.values(refs).flatMap((ref) => (ref.kind === kind ? [[ref.id, ref.name]] : [])))
}
