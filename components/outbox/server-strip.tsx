'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Outputs } from '../data/trpc'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'
import { Dot, Tag } from '../ui/tag'

type Server = Outputs['outbox']['summary']['servers'][number]

/** How each outgoing server fares: does it take mail, what waits for it, how much left today. */
export function ServerStrip({ servers }: { servers: readonly Server[] }) {
  const t = useTranslations('outbox')
  if (servers.length === 0) return null
  return (
    <ul aria-label={t('servers')} className="flex shrink-0 divide-x divide-line overflow-x-auto border-b border-line">
      {servers.map((server) => (
        <ServerState key={server.id} server={server} />
      ))}
    </ul>
  )
}

function ServerState({ server }: { server: Server }) {
  const t = useTranslations('outbox')
  const formats = useFormats()
  const tone = server.failed > 0 ? 'danger' : server.deferred > 0 ? 'warning' : 'success'
  return (
    <li className="flex min-w-64 flex-1 flex-col gap-0.5 px-4 py-2.5">
      <div className="flex items-center gap-2">
        <Dot tone={tone} />
        <Link href={`/settings/servers?server=${server.id}`} className="truncate font-medium hover:underline">
          {server.name}
        </Link>
        {server.sink ? <Tag tone="fact">{t('sinkTag')}</Tag> : <span className="min-w-0 truncate text-12 text-ink-3">{server.host}</span>}
      </div>
      <p className={cn('truncate text-12 text-ink-2', tone === 'danger' && 'text-danger-ink')} title={server.lastError ?? undefined}>
        {server.sink ? t('sinkNote') : tone === 'success' ? t('accepting') : t(tone === 'danger' ? 'refusing' : 'slowing')}
      </p>
      <p className="flex gap-3 text-12 text-ink-3">
        <span className="flex-1">{server.deferred + server.failed > 0 ? t('held', { count: server.queued + server.deferred }) : t('waiting', { count: server.queued })}</span>
        <span>{t('today', { count: formats.number(server.acceptedToday) })}</span>
      </p>
    </li>
  )
}
