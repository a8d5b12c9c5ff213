'use client'
import { Archive, Ellipsis, Folder, Mail, MailOpen, OctagonAlert, Play, Star, Trash2, UserCheck, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { runCommand } from '../keyboard/handlers'
import { keysOf } from '../keyboard/keys-of'
import type { CommandId } from '../keyboard/registry'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Menu, type MenuItem } from '../ui/menu'
import { Separator } from '../ui/toolbar'
import { AssignPicker } from './assign-picker'
import { FolderPicker } from './folder-picker'
import { SnoozePicker } from './snooze-picker'
import { RunRule } from './run-rule'
import { TagPicker } from './tag-picker'
import type { Deeds } from './use-deeds'

/** How much room the buttons have: all of them, those of every day, or as many as a thumb can tell apart. */
export type Room = 'all' | 'few' | 'fewest'

/** What can be done to the selection, else to the row in focus, else to the open thread. What has no room waits behind the last button. */
export function MailToolbar({ deeds, room }: { deeds: Deeds; room: Room }) {
  const t = useTranslations('inbox')
  const { targets, actions } = deeds
  const { mayRunRules } = useMe()
  const none = targets.length === 0
  const unread = targets.some((target) => target.unread)
  const starred = targets.length > 0 && targets.every((target) => target.starred)
  const all = room === 'all'
  const star = t(starred ? 'do.unstar' : 'do.star')
  const read = t(unread ? 'do.read' : 'do.unread')
  const more: readonly MenuItem[] = [
    ...(room === 'fewest' ? [{ label: t('do.move'), icon: Folder, keys: keysOf('mail.move'), onSelect: () => openPicker('mail.move') }] : []),
    ...(all ? [] : [
      { label: t('do.assign'), icon: UserCheck, keys: keysOf('mail.assign'), onSelect: () => openPicker('mail.assign') },
      { label: star, icon: Star, keys: keysOf('mail.star'), onSelect: deeds.star },
      { label: read, icon: unread ? MailOpen : Mail, keys: keysOf(unread ? 'mail.read' : 'mail.unread'), onSelect: () => deeds.setRead(unread) },
    ]),
    { label: t('do.spam'), icon: OctagonAlert, keys: keysOf('mail.spam'), onSelect: () => deeds.leave('junk') },
    ...(!all && mayRunRules ? ['separator' as const, { label: t('run.any'), icon: Play, onSelect: () => openPicker('mail.run') }] : []),
    ...(room === 'fewest' ? [{ label: t('ruleFromMail'), icon: Workflow, keys: keysOf('mail.makeRule'), disabled: targets.length !== 1 || deeds.isMakingRule, onSelect: deeds.makeRule }] : []),
  ]
  return (
    <>
      <IconButton icon={Archive} label={t('do.archive')} keys={keysOf('mail.archive')} disabled={none} onClick={() => deeds.leave('archive')} />
      <TagPicker targets={targets} actions={actions} />
      {room !== 'fewest' && <FolderPicker targets={targets} onMove={deeds.move} />}
      <SnoozePicker disabled={none} asleep={targets.some(({ snoozed }) => snoozed)} onSnooze={deeds.snooze} />
      {all && (
        <>
          <AssignPicker disabled={none} onAssign={(person) => actions.assign(targets, person)} />
          <IconButton icon={Star} label={star} keys={keysOf('mail.star')} disabled={none} onClick={deeds.star} className={starred ? '[&_svg]:fill-current [&_svg]:text-warning' : ''} />
          <IconButton icon={unread ? MailOpen : Mail} label={read} keys={keysOf(unread ? 'mail.read' : 'mail.unread')} disabled={none} onClick={() => deeds.setRead(unread)} />
        </>
      )}
      <IconButton icon={Trash2} label={t('do.trash')} keys={keysOf('mail.trash')} disabled={none} onClick={() => deeds.leave('trash')} />
      {all && <RunRule targets={targets} />}
      <span className="relative inline-grid">
        {room === 'fewest' && <FolderPicker hidden targets={targets} onMove={deeds.move} />}
        {!all && <AssignPicker hidden disabled={none} onAssign={(person) => actions.assign(targets, person)} />}
        {!all && <RunRule hidden targets={targets} />}
        <Menu align="end" items={more} trigger={<IconButton icon={Ellipsis} label={t('do.more')} disabled={none} />} />
      </span>
    </>
  )
}

/** After the menu has given the focus back, which would close what opens before. */
function openPicker(command: CommandId): void {
  requestAnimationFrame(() => requestAnimationFrame(() => runCommand(command)))
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
