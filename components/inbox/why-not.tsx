'use client'
import { Pause, CircleMinus, PencilLine, FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { NO_NAMES, toText } from '../../rules/sentence'
import { useTRPC, type Outputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { runAddress } from '../execution/addresses'
import { useRuleLanguage } from '../sentence/rule-language'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { ComparedLines } from './compared-line'
import { Rehearsal } from './rehearsal'

type Passed = Outputs['message']['automation']['whyNot'][number]

const ICONS: { readonly [S in Passed['standing']]?: typeof Pause } = { paused: Pause, 'automation off': Pause, 'never published': PencilLine }
/** A rule that did nothing for the mail: why, with the value that decided it, and a try of the rule on this very mail. */
export function WhyNot({ rule, messageId }: { rule: Passed; messageId: string }) {
  const t = useTranslations('inbox')
  const language = useRuleLanguage()
  const trpc = useTRPC()
  const failed = useFailed()
  const rehearse = useMutation(trpc.rule.dryRun.mutationOptions({ onError: (error) => failed(t('try.action'), error) }))
  const because = rule.verdict?.because ?? []
  const isStopped = rule.verdict?.reason === 'stopped by another rule'
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 border-b border-line py-2.5 text-12 last:border-b-0">
      <Icon of={ICONS[rule.standing] ?? CircleMinus} size={14} className="mt-px text-ink-3" />
      <div className="min-w-0">
        <p className="text-ink-3">
          <Link href={`/rules/${rule.ruleId}`} className="font-medium text-ink hover:underline">
            {rule.ruleName}
          </Link>{' '}
          {toText(rule.says, language, NO_NAMES)}
          {rule.verdict?.winner && (
            <>
              {' '}
              <Link href={isStopped ? `/rules/${rule.verdict.winner}` : runAddress(rule.verdict.winner)} className="font-medium text-accent-ink hover:underline">
                {t(isStopped ? 'openStopper' : 'openRun')}
              </Link>
            </>
          )}
        </p>
        {because.length > 0 && (
          <div className="mt-1">
            <ComparedLines rows={because} />
          </div>
        )}
        <Button look="link" size="s" icon={FlaskConical} busy={rehearse.isPending} onClick={() => rehearse.mutate({ ruleId: rule.ruleId, messageId })} className="mt-1 min-h-6">
          {t('try.action')}
        </Button>
        {rehearse.data && <Rehearsal result={rehearse.data} />}
      </div>
    </li>
  )
}
