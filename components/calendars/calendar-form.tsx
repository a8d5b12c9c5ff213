'use client'
import { useState, type FormEvent } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CalendarHours, OFFICE_HOURS } from '../../rules/calendar'
import { isProblemCode } from '../../rules/problem'
import { codeOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { browserZone } from '../language/cookies'
import { useRuleLanguage } from '../sentence/rule-language'
import { Combobox } from '../ui/combobox'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { showToast } from '../ui/toast-store'
import type { WorkingHours } from './working-hours'
import { HolidaysInput } from './holidays-input'
import { OpenNow } from './open-now'
import { WeekInput } from './week-input'

/** Name, zone, weekly hours and holidays; below, whether somebody would be at work now. */
export function CalendarForm({ id, calendar, onBusy, onSaved }: { id: string; calendar: WorkingHours | null; onBusy: (busy: boolean) => void; onSaved: () => void }) {
  const t = useTranslations('calendars')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const language = useRuleLanguage()
  const [name, setName] = useState(calendar?.name ?? '')
  const [timeZone, setTimeZone] = useState(calendar?.timeZone ?? browserZone())
  const [hours, setHours] = useState<CalendarHours>(calendar?.hours ?? OFFICE_HOURS)
  const [problem, setProblem] = useState<{ field: 'name' | 'hours'; text: string } | null>(null)
  const create = useMutation(trpc.calendar.create.mutationOptions())
  const update = useMutation(trpc.calendar.update.mutationOptions())
  const parsed = CalendarHours.safeParse(hours)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = parsed.success ? null : (parsed.error.issues[0]?.message ?? '')
    if (name.trim() === '') return setProblem({ field: 'name', text: t('nameMissing') })
    if (wrong !== null) return setProblem({ field: 'hours', text: language.say(`problem.${isProblemCode(wrong) ? wrong : 'invalid'}`, {}) })
    onBusy(true)
    try {
      if (calendar === null) await create.mutateAsync({ name: name.trim(), timeZone, hours })
      else await update.mutateAsync({ id: calendar.id, name: name.trim(), timeZone, hours })
      await queryClient.invalidateQueries(trpc.calendar.list.queryFilter())
      showToast({ text: t('saved', { name: name.trim() }), tone: 'success' })
      onSaved()
    } catch (error) {
      if (codeOf(error) === 'conflict.name') setProblem({ field: 'name', text: t('nameTaken') })
      else failed(t('saving'), error)
    } finally {
      onBusy(false)
    }
  }
  return (
    <form id={id} onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4 p-4">
      <Field label={t('name')} error={problem?.field === 'name' ? problem.text : undefined}>
        {(control) => <Input {...control} size="l" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('zone')} help={t('zoneHelp')}>
        {(control) => <Combobox {...control} value={timeZone} options={ZONES.map((zone) => ({ value: zone, label: zone }))} onChange={setTimeZone} placeholder={t('zone')} searchLabel={t('findZone')} emptyText={t('noZone')} className="w-full" />}
      </Field>
      <WeekInput week={hours.week} error={problem?.field === 'hours' ? problem.text : null} onChange={(week) => setHours({ ...hours, week })} />
      <HolidaysInput holidays={hours.holidays} onChange={(holidays) => setHours({ ...hours, holidays: [...holidays] })} />
      <p className="rounded-control border border-line bg-surface px-3 py-2">{parsed.success ? <OpenNow calendar={{ ...parsed.data, name, timeZone }} /> : <span className="text-12 text-ink-3">{t('now.unclear')}</span>}</p>
    </form>
  )
}

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]
