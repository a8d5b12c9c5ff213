'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import { explainStep } from '../../rules/explain'
import { nodeType } from '../../rules/nodes/index'
import { ownPortName, portsIn } from '../../rules/ports'
import { toText } from '../../rules/sentence'
import { useTriggerName } from '../executions/use-trigger-name'
import { isNews, useItemWords } from '../explanation/outcome-words'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { useRuleLanguage } from '../sentence/rule-language'
import { isFromOlderMail, namesOf, type Run, type RunStep, type Step } from './run-steps'

export interface StepWords {
  /** Its name, or what kind of step it is. */
  title: (step: Pick<RunStep, 'name' | 'type' | 'id'>) => string
  /** What a way out is called. */
  port: (stepId: string, port: string) => string
  /** What it is there to do, as a clause. */
  purpose: (step: RunStep) => string
  /** The same by id. */
  purposeOf: (stepId: string) => string
  /** What it came to, as sentences. */
  result: (step: RunStep) => string
}

/** The steps of a run in the reader's language. */
export function useStepWords(run: Run): StepWords {
  const t = useTranslations('executions')
  const triggerName = useTriggerName()
  const language = useRuleLanguage()
  const say = useItemWords()
  const formats = useFormats()
  const now = useNow()
  return useMemo(() => {
    const names = namesOf(run)
    const title: StepWords['title'] = ({ name, type, id }) => name || (nodeType(type) === null ? id : language.say(`node.${type}.label`, {}))
    const port: StepWords['port'] = (stepId, way) => {
      const node = run.plan?.nodes[stepId]
      const type = nodeType(node?.type ?? '')
      const named = (port: string) => {
        const own = type === null ? null : ownPortName(type, node?.config, port)
        if (own !== null) return own === '' ? port : own
        return type !== null && Object.hasOwn(type.portLabels, port) ? language.say(`node.${type.type}.port.${port}`, {}) : port
      }
      return new Intl.ListFormat(language.locale, { type: 'conjunction' }).format(portsIn(way).map(named))
    }
    const explained = (step: RunStep) => (run.plan === null ? null : explainStep(run.plan, step.id, step.ledger ?? { state: step.state }))
    const purposeOf: StepWords['purposeOf'] = (stepId) => (run.plan === null ? '' : toText(explainStep(run.plan, stepId, { state: 'pending' }).purpose, language, names))
    const purpose: StepWords['purpose'] = ({ id }) => purposeOf(id)
    const mailResult = ({ mail }: Step) => {
      const to = mail?.to[0]
      if (mail === null || to === undefined) return null
      const accepted = mail.trail.findLast(({ kind }) => kind === 'accepted')
      const sent = t('story.reply', { subject: mail.subject, to: to.name || to.address, account: run.accountAddress })
      const returned = mail.trail.findLast(({ kind }) => kind === 'returned')
      if (returned !== undefined) return `${sent} ${t('story.returned', { time: formats.short(returned.at, now) })}`
      if (accepted !== undefined) return `${sent} ${t('story.accepted', { time: formats.clock(accepted.at, 'seconds') })}`
      return mail.state === 'deferred' && mail.nextTryAt !== null ? `${sent} ${t('story.deferred', { time: formats.short(mail.nextTryAt, now) })}` : sent
    }
    const result: StepWords['result'] = (step) => {
      const { ledger } = step
      if (ledger === null) return t(run.endedAt === null ? 'story.ahead' : 'story.notReached')
      if (step.role === 'trigger' && isFromOlderMail(run)) return t('story.applied', { account: run.accountName, time: formats.full(run.createdAt) })
      if (step.role === 'trigger') return run.trigger === 'mail arrived' ? t('story.arrived', { account: run.accountName, time: formats.full(run.createdAt) }) : t('story.setOff', { trigger: triggerName(run.trigger), account: run.accountName, time: formats.full(run.createdAt) })
      // What asks for an approval is a mail too, but the step is about the answer.
      const mail = ledger.wait?.listensTo === 'approval' ? null : mailResult(ledger)
      if (mail !== null) return mail
      if (ledger.port !== null && ledger.compared !== null) return t('story.took', { port: port(step.id, ledger.port) })
      const items = run.outcome.filter((item) => item.step === step.id && item.kind !== 'branch')
      if (run.mode === 'dry run' && items.length > 0 && items.every(isNews)) return t('story.would', { purpose: purpose(step) })
      const clauses = items.length > 0 ? items.map(say).join('; ') : toText(explained(step)?.result ?? [], language, names)
      if (clauses === '') return ''
      return `${clauses.charAt(0).toLocaleUpperCase(language.locale)}${clauses.slice(1)}.`
    }
    return { title, port, purpose, purposeOf, result }
  }, [run, language, say, t, triggerName, formats, now])
}
