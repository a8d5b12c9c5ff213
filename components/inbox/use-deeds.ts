'use client'
import { useRouter } from 'next/navigation'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useCommand } from '../keyboard/use-command'
import type { Target } from './target'
import type { MailActions, Role } from './use-mail-actions'

export interface DeedsOptions {
  readonly targets: readonly Target[]
  readonly actions: MailActions
  /** Called with the threads that have left, before the list is drawn without them. `then` says where to go: to a neighbour that is opened, or only focused. */
  readonly onGone: (gone: ReadonlySet<string>, then: 'focus' | 'open older' | 'open newer') => void
}

export type Deeds = ReturnType<typeof useDeeds>

/** What buttons and keys do to the mail at hand. */
export function useDeeds({ targets, actions, onGone }: DeedsOptions) {
  const t = useTranslations('inbox')
  const trpc = useTRPC()
  const router = useRouter()
  const failed = useFailed()
  const [target] = targets
  const rule = useMutation(
    trpc.rule.create.mutationOptions({
      onSuccess: ({ id }) => router.push(`/rules/${id}/edit`),
      onError: (error) => failed(t('ruleFromMail'), error),
    }),
  )
  const gone = (then: Parameters<DeedsOptions['onGone']>[1] = 'focus') => onGone(new Set(targets.map(({ threadId }) => threadId)), then)

  const deeds = {
    targets,
    actions,
    leave(role: Role, then?: Parameters<DeedsOptions['onGone']>[1]) {
      gone(then)
      actions.putAway(targets, role)
    },
    move(mailbox: { readonly id: string; readonly name: string }) {
      gone()
      actions.move(targets, mailbox)
    },
    snooze(until: Date | null) {
      if (until !== null) gone()
      actions.snooze(targets, until)
    },
    star: () => actions.star(targets, !targets.every(({ starred }) => starred)),
    setRead: (read: boolean) => actions.setRead(targets, read),
    makeRule() {
      if (target !== undefined) rule.mutate({ name: t('ruleName', { subject: target.subject.slice(0, 80) || t('noSubject') }), fromMessageId: target.newestId })
    },
    isMakingRule: rule.isPending,
  }

  const some = { enabled: targets.length > 0 }
  useCommand('mail.archive', () => deeds.leave('archive'), some)
  useCommand('mail.archiveNext', () => deeds.leave('archive', 'open older'), some)
  useCommand('mail.archivePrevious', () => deeds.leave('archive', 'open newer'), some)
  useCommand('mail.trash', () => deeds.leave('trash'), some)
  useCommand('mail.spam', () => deeds.leave('junk'), some)
  useCommand('mail.star', deeds.star, some)
  useCommand('mail.read', () => deeds.setRead(true), some)
  useCommand('mail.unread', () => deeds.setRead(false), some)
  useCommand('mail.makeRule', deeds.makeRule, { enabled: targets.length === 1 })
  return deeds
}
