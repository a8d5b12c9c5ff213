'use client'
import { usePathname } from 'next/navigation'
import { BriefcaseBusiness, Building2, Globe, KeyRound, ListChecks, Mail, MonitorSmartphone, Server, Webhook } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Section } from '../shell/panes'
import { NavGroup, NavLink } from '../shell/section-nav'
import { accountsInNeed, useStatus } from '../shell/use-status'
import { Dot } from '../ui/tag'

/** This folder is what all pages under Settings share, and the small ones: API tokens, sign-ins, the workspace. */
const GROUPS = [
  { heading: 'mail', pages: [{ id: 'accounts', icon: Mail }, { id: 'servers', icon: Server }, { id: 'endpoints', icon: Globe }, { id: 'hooks', icon: Webhook }] },
  { heading: 'workspace', pages: [{ id: 'workspace', icon: Building2 }, { id: 'calendars', icon: BriefcaseBusiness }, { id: 'lists', icon: ListChecks }, { id: 'tokens', icon: KeyRound }] },
  { heading: 'you', pages: [{ id: 'sessions', icon: MonitorSmartphone }] },
] as const

export function SettingsSection() {
  const t = useTranslations('settings')
  const pathname = usePathname()
  const status = useStatus().data
  const inNeed = status === undefined ? 0 : accountsInNeed(status).length
  return (
    <Section title={t('title')}>
      {GROUPS.map(({ heading, pages }) => (
        <NavGroup key={heading} heading={t(`group.${heading}`)}>
          {pages.map(({ id, icon }) => (
            <NavLink
              key={id}
              href={`/settings/${id}`}
              label={t(`page.${id}`)}
              icon={icon}
              current={pathname.startsWith(`/settings/${id}`)}
              {...(id === 'accounts' && inNeed > 0 ? { count: <Dot tone="danger" />, description: t('needYou', { count: inNeed }) } : {})}
            />
          ))}
        </NavGroup>
      ))}
    </Section>
  )
}
