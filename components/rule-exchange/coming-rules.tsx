'use client'
import { useMemo } from 'react'
import { OctagonAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sentenceOf } from '../../rules/rule-sentence'
import { toText, type Names } from '../../rules/sentence'
import type { Outputs } from '../data/trpc'
import { useStepWords } from '../rule-editor/use-step-words'
import { useRuleLanguage } from '../sentence/rule-language'
import { Checkbox } from '../ui/checkbox'
import { Icon } from '../ui/icon'
import { Input } from '../ui/input'
import { Field } from '../ui/field'

type Preview = Outputs['rule']['import']['preview']

const MOST_PROBLEMS = 4

export interface ComingRulesProps {
  preview: Preview
  /** Which rules stay out, and what others are to be called, by their place in the file. */
  left: ReadonlySet<number>
  names: Readonly<Record<number, string>>
  onLeave: (index: number, isLeft: boolean) => void
  onName: (index: number, name: string) => void
}

/** The rules of a file: what each says and what stands between it and being published. */
export function ComingRules({ preview, left, names, onLeave, onName }: ComingRulesProps) {
  const t = useTranslations('exchange')
  const said = useMemo(() => namesOf(preview), [preview])
  return (
    <section aria-label={t('rules')} className="flex flex-col gap-2">
      <h3 className="font-strong">{t('rules')}</h3>
      <ul className="divide-y divide-line rounded-node border border-line">
        {preview.rules.map((rule, index) => (
          <li key={index} className="flex flex-col gap-1.5 px-3 py-2.5">
            <ComingRule rule={rule} account={preview.choices.account.find(({ id }) => id === rule.accountId)?.name ?? null} names={said} isIn={!left.has(index)} name={names[index] ?? rule.freeName} onLeave={(isLeft) => onLeave(index, isLeft)} onName={(name) => onName(index, name)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ComingRuleProps {
  rule: Preview['rules'][number]
  account: string | null
  names: Names
  isIn: boolean
  name: string
  onLeave: (isLeft: boolean) => void
  onName: (name: string) => void
}

function ComingRule({ rule, account, names, isIn, name, onLeave, onName }: ComingRuleProps) {
  const t = useTranslations('exchange')
  const language = useRuleLanguage()
  const words = useStepWords(names, account ?? '')
  const blockers = rule.problems.filter(({ severity }) => severity === 'blocker')
  const nodeOf = (id: string | null) => rule.graph.nodes.find((node) => node.id === id)
  return (
    <>
      <Checkbox label={rule.name} help={account === null ? t('noAccount') : t('inAccount', { account })} checked={isIn} onChange={(checked) => onLeave(!checked)} className="font-medium" />
      {isIn && (
        <div className="flex flex-col gap-2 ps-6">
          <p className="line-clamp-3 text-12 text-ink-2">{toText(sentenceOf(rule.graph), language, names)}</p>
          {rule.clash !== null && (
            <Field label={t('name')} help={t('clash', { name: rule.clash.name })}>
              {(control) => <Input {...control} value={name} maxLength={120} onChange={(event) => onName(event.target.value)} className="max-w-80" />}
            </Field>
          )}
          {blockers.length > 0 && (
            <div className="flex flex-col gap-1 text-12">
              <p className="flex items-center gap-1.5 text-warning-ink">
                <Icon of={OctagonAlert} size={14} />
                {t('blockers', { count: blockers.length })}
              </p>
              <ul className="flex flex-col gap-0.5 ps-5 text-ink-2">
                {blockers.slice(0, MOST_PROBLEMS).map((problem, index) => {
                  const node = nodeOf(problem.node)
                  return <li key={index}>{node === undefined ? words.problem(problem) : t('problemOf', { step: words.title(node), problem: words.problem(problem) })}</li>
                })}
                {blockers.length > MOST_PROBLEMS && <li className="text-ink-3">{t('more', { count: blockers.length - MOST_PROBLEMS })}</li>}
              </ul>
            </div>
          )}
        </div>
      )}
    </>
  )
}

/** Names of what exists here, and of what the file names and nothing stands for yet. */
function namesOf({ choices, references }: Preview): Names {
  const of = (kind: keyof Preview['choices']) => Object.fromEntries([...references.filter((one) => one.kind === kind).map(({ ref, name }) => [ref, name]), ...choices[kind].map(({ id, name }) => [id, name])])
  return { mailbox: of('mailbox'), user: of('user'), account: of('account'), calendar: of('calendar'), hook: of('hook'), list: of('list'), endpoint: of('endpoint'), rule: of('rule') }
}
