'use client'
import { Archive, MailOpen, Mail, Star, Trash2, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Separator } from '../ui/toolbar'
import { AssignPicker } from './assign-picker'
import { FolderPicker } from './folder-picker'
import { SnoozePicker } from './snooze-picker'
import { RunRule } from './run-rule'
import { TagPicker } from './tag-picker'
import type { Deeds } from './use-deeds'

/** What can be done to the selection, else to the row in focus, else to the open thread. */
export function MailToolbar({ deeds }: { deeds: Deeds }) {
  const t = useTranslations('inbox')
  const { targets, actions } = deeds
  const none = targets.length === 0
  const unread = targets.some((target) => target.unread)
  const starred = targets.length > 0 && targets.every((target) => target.starred)
  return (
    <>
      <IconButton icon={Archive} label={t('do.archive')} keys={keysOf('mail.archive')} disabled={none} onClick={() => deeds.leave('archive')} />
      <TagPicker targets={targets} actions={actions} />
      <FolderPicker targets={targets} onMove={deeds.move} />
      <SnoozePicker disabled={none} onSnooze={deeds.snooze} />
      <AssignPicker disabled={none} onAssign={(person) => actions.assign(targets, person)} />
      <IconButton icon={Star} label={t(starred ? 'do.unstar' : 'do.star')} keys={keysOf('mail.star')} disabled={none} onClick={deeds.star} className={starred ? '[&_svg]:fill-current [&_svg]:text-warning' : ''} />
      <IconButton icon={unread ? MailOpen : Mail} label={t(unread ? 'do.read' : 'do.unread')} keys={keysOf(unread ? 'mail.read' : 'mail.unread')} disabled={none} onClick={() => deeds.setRead(unread)} />
      <IconButton icon={Trash2} label={t('do.trash')} keys={keysOf('mail.trash')} disabled={none} onClick={() => deeds.leave('trash')} />
      <RunRule targets={targets} />
    </>
  )
}

/** Begins a rule from the mail that is looked at. */
export function RuleButton({ deeds, className }: { deeds: Deeds; className?: string }) {
  const t = useTranslations('inbox')
  return (
    <>
      <Separator />
      <Button icon={Workflow} disabled={deeds.targets.length !== 1 || deeds.isMakingRule} busy={deeds.isMakingRule} onClick={deeds.makeRule} {...(className ? { className } : {})}>
        {t('ruleFromMail')}
      </Button>
    </>
  )
}
