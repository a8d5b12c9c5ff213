'use client'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { EditableTitle } from './editable-title'
import { PlanFollowUp } from './plan-follow-up'
import { RecordFields } from './record-fields'
import type { RecordDetail } from './record-url'
import { StagePicker } from './stage-picker'
import { Timeline } from './timeline'
import { useRecordChanges } from './use-record-changes'

/** Title and stage over the fields and the timeline. */
export function RecordBody({ record }: { record: RecordDetail }) {
  const t = useTranslations('records')
  const changes = useRecordChanges(record)
  const notes = record.timeline.filter(({ kind }) => kind === 'note').length
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1 basis-72">
          <EditableTitle value={record.title} onChange={changes.rename} />
          <p className="flex flex-wrap gap-x-4 text-12 text-ink-3">
            <span>
              {t('opened')} <Time at={record.createdAt} />
            </span>
            <span>{t('mails', { count: record.mailCount })}</span>
            {notes > 0 && <span>{t('notes', { count: notes })}</span>}
          </p>
        </div>
        <PlanFollowUp recordId={record.id} />
        <StagePicker type={record.type} value={record.stage} onChange={changes.setStage} />
      </header>
      <div className="flex min-h-0 flex-1 max-lg:flex-col max-lg:overflow-y-auto">
        <RecordFields record={record} onAssign={changes.assign} isSaving={changes.isSaving} />
        <Timeline record={record} />
      </div>
    </>
  )
}
