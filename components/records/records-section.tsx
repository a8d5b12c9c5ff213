'use client'
import { IdCard, User } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RECORD_STAGES } from '../../rules/record'
import { useFormats } from '../language/language-provider'
import { useMe } from '../shell/me'
import { Section } from '../shell/panes'
import { NavGroup, NavLink } from '../shell/section-nav'
import { Icon } from '../ui/icon'
import { recordsAddress, type RecordFilter } from './record-url'
import { STAGE_LOOKS, TYPE_ICONS, useStageName } from './stages'
import { useRecordCounts } from './use-records'

/** Kinds of records and the stages of the one that is shown, each with its count. */
export function RecordsSection({ filter, inList }: { filter: RecordFilter; inList: boolean }) {
  const t = useTranslations('records')
  const formats = useFormats()
  const me = useMe()
  const counts = useRecordCounts()
  const nameOf = useStageName()
  const sum = (type: string | null, stage?: string) =>
    counts === undefined ? undefined : formats.number(counts.filter((row) => (type === null || row.type === type) && (stage === undefined || row.stage === stage)).reduce((total, { count }) => total + count, 0))
  const shown = (count: string | undefined) => (count === undefined ? {} : { count })
  const plain = filter.stage.length === 0 && filter.who === null
  const type = filter.type
  return (
    <Section title={t('title')}>
      <NavGroup>
        <NavLink href="/records" label={t('all')} icon={IdCard} current={inList && type === null && plain} {...shown(sum(null))} />
        <NavLink href={recordsAddress({ type: 'ticket' })} label={t('types.ticket')} icon={TYPE_ICONS.ticket} current={type === 'ticket' && plain} {...shown(sum('ticket'))} />
        <NavLink href={recordsAddress({ type: 'lead' })} label={t('types.lead')} icon={TYPE_ICONS.lead} current={type === 'lead' && plain} {...shown(sum('lead'))} />
      </NavGroup>
      <NavGroup heading={t('views')}>
        <NavLink href={recordsAddress({ type, who: me.id, stage: ['new', 'open', 'waiting'] })} label={t('mine')} icon={User} current={filter.who === me.id} />
        {RECORD_STAGES.map((stage) => (
          <NavLink
            key={stage}
            href={recordsAddress({ type, stage: [stage] })}
            label={nameOf(type, stage)}
            mark={<Icon of={STAGE_LOOKS[stage].icon} className="text-ink-3" />}
            current={filter.who === null && filter.stage.length === 1 && filter.stage[0] === stage}
            {...shown(sum(type, stage))}
          />
        ))}
      </NavGroup>
    </Section>
  )
}
