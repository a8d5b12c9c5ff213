'use client'
import { useTranslations } from 'next-intl'
import { Combobox } from '../ui/combobox'
import type { FieldControl } from '../ui/field'

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** One of the zones every browser knows. */
export function TimeZoneInput({ control, zone, onChange }: { control: FieldControl; zone: string; onChange: (zone: string) => void }) {
  const t = useTranslations('editor')
  return (
    <Combobox
      {...control}
      value={zone === '' ? null : zone}
      options={ZONES.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
      onChange={onChange}
      placeholder={t('choose')}
      searchLabel={t('findZone')}
      emptyText={t('nothingFound')}
      className="w-full"
    />
  )
}
