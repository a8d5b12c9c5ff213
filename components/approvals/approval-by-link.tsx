'use client'
import { Check, CircleAlert, CircleCheck, Clock, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Notice } from '../ui/notice'
import { Textarea } from '../ui/textarea'
import { Asked } from './asked'
import type { Approval } from './approval'

export interface ApprovalByLinkProps {
  /** Null: the link leads to nothing. */
  approval: Omit<Approval, 'ruleId'> | null
  /** Where the form goes. */
  action: string
  isOpen: boolean
  problem: string | null
}

/** The page behind the link of a mail: what is asked, and two buttons. A plain form, so that it works in any browser and nothing is decided by looking. */
export function ApprovalByLink({ approval, action, isOpen, problem }: ApprovalByLinkProps) {
  const t = useTranslations('approvals')
  if (approval === null) {
    return (
      <div className="flex flex-col gap-2">
        <h1 className="text-18 font-strong">{t('link.unknownTitle')}</h1>
        <p className="text-ink-2">{t('link.unknownText')}</p>
      </div>
    )
  }
  return (
    <form method="post" action={action} className="flex flex-col gap-4">
      {problem !== null && <Notice icon={CircleAlert} tone="danger">{t('link.problem')}</Notice>}
      <Asked approval={approval} titleAs="h1" />
      {isOpen ? (
        <>
          <p className="text-12 text-ink-3">{t.rich('until', { time: () => <Time at={approval.dueAt} as="full" /> })}</p>
          <Field label={t('note')} optional={t('optional')}>
            {(control) => <Textarea {...control} name="note" maxLength={1_000} />}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button size="l" look="primary" icon={Check} type="submit" name="verdict" value="approved">
              {t('approve')}
            </Button>
            <Button size="l" icon={X} type="submit" name="verdict" value="rejected">
              {t('reject')}
            </Button>
          </div>
        </>
      ) : (
        <Notice icon={approval.verdict === null ? Clock : CircleCheck} tone={approval.verdict === null ? 'warning' : 'info'}>{t(approval.verdict === null ? 'link.over' : `link.${approval.verdict}`)}</Notice>
      )}
    </form>
  )
}
