'use client'
import { useLocale, useTranslations } from 'next-intl'
import { keyOf } from '../../rules/predict'
import type { ExecutionState } from '../../rules/plan/plan'
import type { Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { useRuleLanguage } from '../sentence/rule-language'
import { capital, useTrouble } from './troubles'

export type OutcomeItem = Outputs['execution']['list']['rows'][number]['outcome'][number]
type Effect = Extract<OutcomeItem, { kind: 'effect' }>

export interface SpokenRun {
  readonly state: ExecutionState
  readonly reason: string | null
  readonly mode: 'live' | 'dry run'
  readonly outcome: readonly OutcomeItem[]
}

/** More can be said where the rule is at hand. */
export interface RuleAtHand {
  /** What a way out of a step is called: `From a customer?` and `Yes`. */
  readonly branch: (step: string, port: string) => { readonly step: string; readonly port: string } | null
  /** What a step is there to do, for what a dry run only described. */
  readonly purpose: (step: string) => string
}

const THINGS = { 'tag.add': 'tag', 'message.star': 'star', 'message.move': 'move', 'record.create': 'record', 'user.notify': 'notice', 'mail.reply': 'reply', 'tag.remove': 'tag', 'message.mark': 'mark', 'message.file': 'move', 'message.snooze': 'snooze', 'message.assign': 'assignment', 'followUp.create': 'followUp', 'user.mail': 'notice', 'channel.post': 'post', 'web.post': 'post', 'http.request': 'call', 'record.update': 'record', 'record.link': 'record', 'mail.send': 'mail', 'mail.forward': 'passing', 'mail.redirect': 'passing', 'rule.run': 'rule' } as const
const ENDS = { replied: 'replied', elapsed: 'elapsed', changed: 'changed', received: 'received', approved: 'approved', rejected: 'rejected', 'timed out': 'timedOut' } as const
const LISTENS = { nothing: 'nothing', replied: 'replied', answered: 'answered', 'record changed': 'record', hook: 'hook', approval: 'approval' } as const
const PROBLEMS: readonly OutcomeItem['kind'][] = ['failed', 'uncertain', 'retrying']

/** What a run came to, as one sentence without a full stop: what went wrong first, then what was done, then what it waits for. */
export function useOutcomeWords(): (run: SpokenRun, rule?: RuleAtHand) => string {
  const t = useTranslations('outcomes')
  const say = useItemWords()
  const trouble = useTrouble()
  const locale = useLocale()
  return ({ state, reason, mode, outcome }, rule) => {
    const told = outcome.filter(({ kind }) => kind !== 'branch').toSorted((a, b) => Number(PROBLEMS.includes(b.kind)) - Number(PROBLEMS.includes(a.kind)))
    const what = new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format([...new Set(told.map((item) => (mode === 'dry run' && isNews(item) ? rule?.purpose(item.step) : undefined) ?? say(item)))])
    const last = outcome.findLast((item) => item.kind === 'branch')
    const branch = last === undefined || rule === undefined ? null : rule.branch(last.step, last.port)
    if (what === '') {
      if (branch !== null) return t('took', branch)
      if (reason !== null) return t('because', { what: t(`nothing.${wordOf(state)}`), why: trouble(reason, null).cause })
      return last?.port === 'no' ? t('nothing.notMet') : t(`nothing.${wordOf(state)}`)
    }
    const spoken = mode === 'dry run' ? t('described', { what }) : what
    const sentence = capital(spoken)
    return branch === null ? sentence : t('after', { ...branch, what: sentence })
  }
}

/** An effect that changes something, as far as is known. */
export function isNews(item: OutcomeItem): boolean {
  return item.kind === 'effect' && (item.change === 'changed' || item.change === 'created')
}

function wordOf(state: ExecutionState): Exclude<ExecutionState, 'done with skips'> {
  return state === 'done with skips' ? 'done' : state
}

/** One thing that happened, as a clause. */
export function useItemWords(): (item: OutcomeItem) => string {
  const t = useTranslations('outcomes')
  const language = useRuleLanguage()
  const formats = useFormats()
  const now = useNow()
  const trouble = useTrouble()
  return (item) => {
    switch (item.kind) {
      case 'branch':
        return item.port
      case 'effect':
        return effectWords(t, item)
      case 'skipped': {
        const of = item.reason === 'suppressed' ? 'suppression' : item.reason === 'part is off' ? 'off' : item.reason === 'loop guard' ? 'guard' : null
        const phrase = of !== null && item.detail !== null ? `${of}.${keyOf(item.detail)}` : `skip.${keyOf(item.reason)}`
        return t('skipped', { thing: t(`thing.${thingOf(item.effect)}`), reason: language.say(phrase, {}) })
      }
      case 'waiting':
        return t(`waits.${LISTENS[item.listensTo]}`, { time: formats.short(item.until, now) })
      case 'waited':
        return t(`waited.${isEnd(item.port) ? ENDS[item.port] : ENDS.elapsed}`)
      case 'foretold':
        return t('foretold', { time: formats.full(item.until) })
      case 'retrying': {
        const why = item.code === null ? t('nothing.retrying') : trouble(item.code, item.message).cause
        return item.nextTryAt === null ? t('retryingSoon', { why }) : t('retrying', { why, time: formats.short(item.nextTryAt, now) })
      }
      case 'failed':
        return t(`failed.${thingOf(item.effect)}`, { why: trouble(item.code, item.message).cause })
      case 'uncertain':
        return t(`uncertain.${thingOf(item.effect)}`, { why: trouble(item.code, item.message).cause })
    }
  }
}

function isEnd(port: string): port is keyof typeof ENDS {
  return Object.hasOwn(ENDS, port)
}

function thingOf(effect: Effect['effect'] | null) {
  return effect === null ? 'step' : THINGS[effect]
}

function effectWords(t: ReturnType<typeof useTranslations<'outcomes'>>, { effect, change, ref }: Effect): string {
  const named = { known: ref === null ? 'no' : 'yes', name: ref?.name ?? '' }
  const same = change === 'no change'
  switch (effect) {
    case 'tag.add':
      return t(same ? 'tagThere' : 'tag', named)
    case 'message.star':
      return t(same ? 'starThere' : 'star')
    case 'message.move':
    case 'message.file':
      return t(same ? 'moveThere' : 'move', named)
    case 'record.create': {
      const reused = change === 'reused'
      if (ref?.kind !== 'record') return t(reused ? 'recordReused' : 'recordCreated')
      if (ref.recordType === 'ticket') return t(reused ? 'ticketReused' : 'ticketCreated', { number: ref.number })
      return t(reused ? 'leadReused' : 'leadCreated', { number: ref.number })
    }
    case 'user.notify':
      return t('told', named)
    case 'tag.remove':
      return t(same ? 'untagThere' : 'untag', named)
    case 'message.mark':
      return t(same ? 'markThere' : 'mark')
    case 'message.snooze':
      return t(same ? 'snoozeThere' : 'snooze')
    case 'message.assign':
      return t(same ? 'assignThere' : 'assign', named)
    case 'followUp.create':
      return t('followUp')
    case 'channel.post':
    case 'web.post':
      return t('posted', named)
    case 'http.request':
      return t('called', named)
    case 'user.mail':
      return t(`notice.${ref?.kind === 'outgoing' ? ref.state : 'none'}`)
    case 'record.update':
      if (same) return t('recordSame')
      return ref?.kind === 'record' ? t(ref.recordType === 'ticket' ? 'ticketChanged' : 'leadChanged', { number: ref.number }) : t('recordChanged')
    case 'record.link':
      if (same) return t('recordLinkedThere')
      return ref?.kind === 'record' ? t(ref.recordType === 'ticket' ? 'ticketLinked' : 'leadLinked', { number: ref.number }) : t('recordLinked')
    case 'rule.run':
      return t('ruleRun', named)
    case 'mail.send':
      return t(`mail.${ref?.kind === 'outgoing' ? ref.state : 'none'}`)
    case 'mail.forward':
      return t(`forward.${ref?.kind === 'outgoing' ? ref.state : 'none'}`)
    case 'mail.redirect':
      return t(`redirect.${ref?.kind === 'outgoing' ? ref.state : 'none'}`)
    case 'mail.reply':
      return t(`reply.${ref?.kind === 'outgoing' ? ref.state : 'none'}`)
  }
}
