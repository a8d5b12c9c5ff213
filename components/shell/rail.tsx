'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { CountBadge } from '../ui/tag'
import { Tooltip } from '../ui/tooltip'
import { Bell } from './bell'
import { DESTINATIONS, type Destination } from './destinations'
import { Logo } from './logo'
import { useRailBadges, type RailBadge } from './use-rail-badges'
import { UserMenu } from './user-menu'

/** The icon rail at the left edge: where one can go, and where something waits. */
export function Rail() {
  const t = useTranslations('shell')
  const badges = useRailBadges()
  const above = DESTINATIONS.filter(({ id }) => id !== 'settings')
  const settings = DESTINATIONS.filter(({ id }) => id === 'settings')
  return (
    <nav
      aria-label={t('main')}
      data-region="rail"
      data-chrome
      className="no-scrollbar row-span-2 flex w-(--rail) flex-col items-center gap-1 overflow-y-auto border-e border-line bg-surface pt-2.5 pb-2 max-sm:hidden"
    >
      <Link href="/inbox" aria-label={t('home')} className="mb-2.5 rounded-node">
        <Logo />
      </Link>
      {above.map((destination) => (
        <RailLink key={destination.id} destination={destination} badge={badges[destination.id]} />
      ))}
      <span className="flex-1" />
      {settings.map((destination) => (
        <RailLink key={destination.id} destination={destination} badge={badges[destination.id]} />
      ))}
      <Bell />
      <UserMenu />
    </nav>
  )
}

function RailLink({ destination, badge }: { destination: Destination; badge: RailBadge | undefined }) {
  const t = useTranslations('shell')
  const current = usePathname().startsWith(destination.under)
  const name = t(`nav.${destination.id}`)
  const said = badge === undefined ? name : `${name}, ${badge === 'needs you' ? t('needsYou') : t('unread', { count: badge })}`
  return (
    <Tooltip text={name} side="right" keys={destination.command ? keysOf(destination.command) : undefined}>
      <Link
        href={destination.href}
        aria-label={said}
        aria-current={current ? 'page' : undefined}
        className={cn(
          'relative grid h-9 w-10 shrink-0 place-items-center rounded-control text-ink-3 transition-colors duration-[var(--d-fast)] hover:bg-hover hover:text-ink',
          current && 'bg-pressed text-ink before:absolute before:inset-y-2 before:-start-2 before:w-[3px] before:rounded-e-xs before:bg-accent hover:bg-pressed',
        )}
      >
        <Icon of={destination.icon} size={18} />
        {typeof badge === 'number' && <CountBadge count={badge} className="absolute -end-0.5 top-0 shadow-[0_0_0_2px_var(--surface)]" />}
        {badge === 'needs you' && <span className="absolute end-2 top-1.5 size-[7px] rounded-full bg-danger shadow-[0_0_0_2px_var(--surface)]" />}
      </Link>
    </Tooltip>
  )
}
