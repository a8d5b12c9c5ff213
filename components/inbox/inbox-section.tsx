'use client'
import type { LucideIcon } from 'lucide-react'
import { AlarmClock, Archive, Folder as FolderIcon, Inbox, Mails, OctagonAlert, PencilLine, Send, SquarePen, Star, Tag, Trash2, UserCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useFormats } from '../language/language-provider'
import { NavGroup, NavLink } from '../shell/section-nav'
import { useMe } from '../shell/me'
import { Section } from '../shell/panes'
import { Dot } from '../ui/tag'
import { IconButton } from '../ui/icon-button'
import { hrefOfScope, nameOfScope, type Scope } from './scope'
import { useFolderName, usePlaces, useScopeTitle, type Account, type Folder } from './use-places'

const ICONS: Readonly<Record<string, LucideIcon>> = { archive: Archive, sent: Send, drafts: PencilLine, trash: Trash2, junk: OctagonAlert, starred: Star, flagged: Star, all: Mails }

/** Where mail lies: everything together, each account, the folders of the account that is looked at, tags. */
export function InboxSection({ scope, onCompose }: { scope: Scope; onCompose: () => void }) {
  const t = useTranslations('inbox')
  const { counts, accounts } = usePlaces()
  const me = useMe()
  const { accountId } = useScopeTitle(scope)
  const folderName = useFolderName()
  const folderOwner = accountId ?? (accounts.data?.length === 1 ? accounts.data[0]?.id : undefined)
  const folders = (counts.data?.mailboxes ?? []).filter((box) => box.accountId === folderOwner && box.role !== 'inbox')
  const owner = accounts.data?.find(({ id }) => id === folderOwner)
  return (
    <Section title={t('title')} actions={<IconButton icon={SquarePen} label={t('compose.action')} keys={keysOf('mail.compose')} onClick={onCompose} />}>
      <NavGroup>
        <Place scope={{ kind: 'inbox' }} now={scope} icon={Inbox} label={t('scopes.inbox')} count={counts.data?.inbox.unread} unread />
        <Place scope={{ kind: 'starred' }} now={scope} icon={Star} label={t('scopes.starred')} count={counts.data?.starred} />
        <Place scope={{ kind: 'snoozed' }} now={scope} icon={AlarmClock} label={t('scopes.snoozed')} />
        <Place scope={{ kind: 'assigned', userId: me.id }} now={scope} icon={UserCheck} label={t('scopes.assigned')} />
        <Place scope={{ kind: 'sent' }} now={scope} icon={Send} label={t('scopes.sent')} />
        <Place scope={{ kind: 'all' }} now={scope} icon={Mails} label={t('scopes.all')} />
      </NavGroup>
      {accounts.data && accounts.data.length > 0 && (
        <NavGroup heading={t('accounts')}>
          {accounts.data.map((account) => (
            <AccountPlace key={account.id} account={account} now={scope} folders={counts.data?.mailboxes ?? []} />
          ))}
        </NavGroup>
      )}
      {owner && folders.length > 0 && (
        <NavGroup heading={t('foldersOf', { account: owner.name })}>
          {folders.map((box) => (
            <Place key={box.id} scope={{ kind: 'mailbox', mailboxId: box.id }} now={scope} icon={ICONS[box.role ?? ''] ?? FolderIcon} label={folderName(box)} count={box.unread} unread />
          ))}
        </NavGroup>
      )}
      {counts.data && counts.data.tags.length > 0 && (
        <NavGroup heading={t('tags')}>
          {counts.data.tags.map((tag) => (
            <Place key={tag.id} scope={{ kind: 'tag', tagId: tag.id }} now={scope} icon={Tag} label={tag.name} count={tag.messages} />
          ))}
        </NavGroup>
      )}
    </Section>
  )
}

interface PlaceProps {
  scope: Scope
  now: Scope
  icon: LucideIcon
  label: string
  count?: number | undefined
  /** The count is of unread mail, not of mail. */
  unread?: boolean
}

function Place({ scope, now, icon, label, count, unread = false }: PlaceProps) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const shown = count !== undefined && count > 0 ? { count: formats.number(count), description: t(unread ? 'unreadCount' : 'mailCount', { count }) } : {}
  return <NavLink href={hrefOfScope(scope)} label={label} current={nameOfScope(scope) === nameOfScope(now)} icon={icon} {...shown} />
}

const DOTS: Readonly<Record<Account['state'], 'success' | 'danger' | 'muted' | 'info'>> = { live: 'success', failing: 'danger', 'signed out': 'danger', paused: 'muted', connecting: 'info', syncing: 'info' }

/** An account with how it is: the dot's meaning is said with the name. */
function AccountPlace({ account, now, folders }: { account: Account; now: Scope; folders: readonly Folder[] }) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const scope: Scope = { kind: 'account', accountId: account.id }
  const unread = folders.filter((box) => box.accountId === account.id && box.role === 'inbox').reduce((sum, box) => sum + box.unread, 0)
  return (
    <NavLink
      href={hrefOfScope(scope)}
      label={account.name}
      current={nameOfScope(scope) === nameOfScope(now)}
      mark={<Dot tone={DOTS[account.state]} />}
      description={`${t(`health.${account.state}`)}, ${t('unreadCount', { count: unread })}`}
      {...(unread > 0 ? { count: formats.number(unread) } : {})}
    />
  )
}
