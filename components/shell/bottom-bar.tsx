'use client'
import { useState } from 'react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { signOut } from 'next-auth/react'
import { LogOut, Menu as MenuIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Sheet } from '../ui/sheet'
import { DESTINATIONS, type Destination } from './destinations'
import { MoreSettings } from './more-settings'
import { useRailBadges } from './use-rail-badges'

const FIRST: readonly Destination['id'][] = ['inbox', 'rules', 'runs']

/** The rail of a phone. */
export function BottomBar() {
  const t = useTranslations('shell')
  const pathname = usePathname()
  const badges = useRailBadges()
  const [more, setMore] = useState(false)
  const rest = DESTINATIONS.filter(({ id }) => !FIRST.includes(id))
  const inRest = rest.some(({ under }) => pathname.startsWith(under))
  return (
    <nav aria-label={t('main')} data-region="rail" data-chrome className="grid grid-cols-4 border-t border-line bg-surface sm:hidden">
      {DESTINATIONS.filter(({ id }) => FIRST.includes(id)).map(({ id, href, under, icon }) => (
        <Link key={id} href={href} aria-current={pathname.startsWith(under) ? 'page' : undefined} className={cn(CELL, 'aria-[current]:text-accent-ink')}>
          <span className="relative">
            <Icon of={icon} size={20} />
            {badges[id] !== undefined && <span aria-hidden className="absolute -end-1.5 -top-0.5 size-2 rounded-full bg-accent" />}
          </span>
          {t(`nav.${id}`)}
        </Link>
      ))}
      <button type="button" onClick={() => setMore(true)} className={cn(CELL, inRest && 'text-accent-ink')}>
        <Icon of={MenuIcon} size={20} />
        {t('nav.more')}
      </button>
      <Sheet side="bottom" open={more} onOpenChange={setMore} title={t('nav.more')}>
        <ul className="p-2">
          {rest.map(({ id, href, icon }) => (
            <li key={id}>
              <Link href={href} onClick={() => setMore(false)} className={ROW}>
                <Icon of={icon} size={20} className="text-ink-3" />
                {t(`nav.${id}`)}
                {badges[id] === 'needs you' && <span className="ms-auto text-12 text-danger-ink">{t('needsYou')}</span>}
              </Link>
            </li>
          ))}
        </ul>
        <MoreSettings />
        <div className="border-t border-line p-2">
          <button type="button" className={cn(ROW, 'w-full')} onClick={() => void signOut({ callbackUrl: '/sign-in' })}>
            <Icon of={LogOut} size={20} className="text-ink-3" />
            {t('signOut')}
          </button>
        </div>
      </Sheet>
    </nav>
  )
}

const CELL = 'ring-inside flex flex-col items-center justify-center gap-1 text-11 font-medium text-ink-3'
const ROW = 'flex h-11 items-center gap-3 rounded-control px-2 text-14 hover:bg-hover'
