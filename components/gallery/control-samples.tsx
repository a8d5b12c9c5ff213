'use client'
import { useState } from 'react'
import { Archive, Ellipsis, Play, Search, Star } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ChipInput } from '../ui/chip-input'
import { Combobox } from '../ui/combobox'
import { Field } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { Segmented } from '../ui/segmented'
import { Select } from '../ui/select'
import { Switch } from '../ui/switch'
import { TabPanel, Tabs } from '../ui/tabs'
import { Chip, Tag } from '../ui/tag'
import { Textarea } from '../ui/textarea'
import { Box } from './box'

const PEOPLE = ['Ayşe Yıldırım', 'Łukasz Wójcik', 'Siobhán O’Reilly', 'Pieter van den Berg']
const TAGS = ['Finance', 'VIP', 'Claims', 'Freight']

export function ControlSamples() {
  const t = useTranslations('gallery')
  const [chosen, setChosen] = useState<'all' | 'any'>('all')
  const [tab, setTab] = useState<'setup' | 'runs'>('setup')
  const [tag, setTag] = useState<string | null>(null)
  const [on, setOn] = useState(true)
  const [values, setValues] = useState<readonly string[]>(['invoice', 'Faktura'])
  return (
    <Box className="grid gap-6 p-4 sm:grid-cols-2">
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary">{t('primary')}</Button>
          <Button icon={Play}>{t('secondary')}</Button>
          <Button look="quiet">{t('quiet')}</Button>
          <Button look="link">{t('quiet')}</Button>
          <Button look="primary" busy>
            {t('busy')}
          </Button>
          <Button disabled>{t('off')}</Button>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <IconButton icon={Star} label={t('star')} keys={keysOf('mail.star')} pressed />
          <IconButton icon={Archive} label={t('archive')} keys={keysOf('mail.archive')} />
          <Menu
            trigger={<IconButton icon={Ellipsis} label={t('menu')} />}
            items={[{ label: t('archive'), icon: Archive, keys: keysOf('mail.archive'), onSelect: () => undefined }, 'separator', { label: t('live'), checked: on, onSelect: () => setOn(!on) }]}
          />
          <Kbd keys="ctrl+k" />
          <Kbd keys="g i" />
          <Kbd keys="Z" />
          <Segmented label={t('choose')} value={chosen} onChange={setChosen} options={[{ value: 'all', label: t('all') }, { value: 'any', label: t('any') }]} />
          <Switch checked={on} onChange={setOn} label={t('live')} />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Tag>{TAGS[0]}</Tag>
          <Tag tone="fact">{TAGS[1]}</Tag>
          <Tag tone="dryRun">{TAGS[2]}</Tag>
          <Tag tone="success">{TAGS[3]}</Tag>
          <Tag tone="warning">{TAGS[0]}</Tag>
          <Tag tone="danger">{TAGS[1]}</Tag>
          <Tag tone="info">{TAGS[2]}</Tag>
          <Tag tone="accent">{TAGS[3]}</Tag>
          <Chip onRemove={() => undefined} removeLabel={t('clear')}>
            {TAGS[0]}
          </Chip>
          {PEOPLE.map((name) => (
            <Avatar key={name} name={name} />
          ))}
        </div>
        <Tabs label={t('choose')} value={tab} onChange={setTab} tabs={[{ value: 'setup', label: t('tabSetup') }, { value: 'runs', label: t('tabRuns'), count: 3, tone: 'danger' }]}>
          <TabPanel value="setup" className="p-4">
            {t('tabSetup')}
          </TabPanel>
          <TabPanel value="runs" className="p-4">
            {t('tabRuns')}
          </TabPanel>
        </Tabs>
      </div>
      <div className="flex flex-col gap-4">
        <Field label={t('name')} help={t('nameHelp')} error={t('nameError')} repair={<Button look="link" size="s">{t('repair')}</Button>}>
          {(control) => <Input {...control} defaultValue={TAGS[0]} />}
        </Field>
        <Input icon={Search} look="quiet" aria-label={t('find')} placeholder={t('find')} end={<Kbd keys="/" />} />
        <div className="flex flex-wrap gap-2">
          <Select aria-label={t('choose')} value={chosen} onChange={setChosen} options={[{ value: 'all', label: t('all'), hint: t('nameHelp') }, { value: 'any', label: t('any') }]} className="w-40" />
          <Combobox
            aria-label={t('choose')}
            value={tag}
            onChange={setTag}
            placeholder={t('choose')}
            searchLabel={t('find')}
            emptyText={t('none')}
            options={TAGS.map((value) => ({ value, label: value }))}
            create={{ label: (typed) => t('createTag', { tag: typed }), onCreate: setTag }}
            className="w-48"
          />
        </div>
        <Field label={t('values')}>{(control) => <ChipInput {...control} values={values} onChange={setValues} />}</Field>
        <Textarea aria-label={t('name')} placeholder={t('nameHelp')} />
        <Checkbox checked={on} onChange={setOn} label={t('attachments')} help={t('nameHelp')} />
      </div>
    </Box>
  )
}
