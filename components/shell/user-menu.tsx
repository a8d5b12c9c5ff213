'use client'
import { signOut } from 'next-auth/react'
import { LogOut } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCommand } from '../keyboard/use-command'
import { Avatar } from '../ui/avatar'
import { Menu } from '../ui/menu'
import { useMe } from './me'
import { useAppearanceItems } from './use-appearance-items'

/** The reader's own menu at the foot of the rail. */
export function UserMenu() {
  const t = useTranslations('shell')
  const me = useMe()
  const appearance = useAppearanceItems()
  const leave = () => void signOut({ callbackUrl: '/sign-in' })
  useCommand('signOut', leave)
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button type="button" aria-label={t('you', { name: me.name })} className="mt-1.5 rounded-full">
          <Avatar name={me.name} id={me.id} size="m" />
        </button>
      }
      items={[{ heading: `${me.name} · ${me.workspace.name}` }, ...appearance, 'separator', { label: t('signOut'), icon: LogOut, onSelect: leave }]}
    />
  )
}
