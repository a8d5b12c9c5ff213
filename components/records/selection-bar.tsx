'use client'
import { useState } from 'react'
import { ArrowRight, ChevronDown, User, UserMinus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RECORD_STAGES } from '../../rules/record'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Spacer, Toolbar } from '../ui/toolbar'
import type { RecordRow } from './record-url'
import { STAGE_LOOKS, useStageName } from './stages'
import { useManyRecords } from './use-many-records'
import { useMembers } from './use-records'

/** Takes the toolbar's place while records are selected: another stage for all of them, or another person. */
export function SelectionBar({ records, onDone }: { records: readonly RecordRow[]; onDone: () => void }) {
  const t = useTranslations('records')
  const members = useMembers()
  const stageName = useStageName()
  const many = useManyRecords()
  const [busy, setBusy] = useState(false)
  useCommand('up', onDone)
  const [first] = records
  const type = first !== undefined && records.every((record) => record.type === first.type) ? first.type : null
  const act = async (work: Promise<unknown>) => {
    setBusy(true)
    await work
    setBusy(false)
    onDone()
  }
  return (
    <Toolbar label={t('bulk.label')} className="gap-2 bg-selected">
      <IconButton icon={X} label={t('bulk.clear')} keys={keysOf('up')} onClick={onDone} className="-ms-1.5" />
      <h1 className="font-strong" role="status">
        {t('bulk.selected', { count: records.length })}
      </h1>
      <Spacer />
      <Menu
        align="end"
        items={[...members.map(({ userId, name }) => ({ label: name, icon: User, onSelect: () => void act(many.assign(records, { id: userId, name })) })), 'separator', { label: t('nobody'), icon: UserMinus, onSelect: () => void act(many.assign(records, null)) }]}
        trigger={
          <Button icon={User} disabled={busy}>
            {t('bulk.assign')}
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
      />
      <Menu
        align="end"
        items={RECORD_STAGES.map((stage) => ({ label: stageName(type, stage), icon: STAGE_LOOKS[stage].icon, onSelect: () => void act(many.setStage(records, stage)) }))}
        trigger={
          <Button look="primary" icon={ArrowRight} busy={busy}>
            {t('bulk.stage')}
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
      />
    </Toolbar>
  )
}
