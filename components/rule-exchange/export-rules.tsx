'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { MAX_RULES } from '../../rules/exchange/file'
import { formatOf, type FormatId } from '../../rules/exchange/formats'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ChoiceCards } from '../ui/choice-cards'
import { Dialog } from '../ui/dialog'
import { SHOWN_FORMATS } from './formats'
import { ReportList } from './report-list'

export interface Exportable {
  readonly id: string
  readonly name: string
}

/** Rules as a file to keep. Of several one chooses which; what a format cannot say is told before the download. */
export function ExportRules({ rules, onClose }: { rules: readonly Exportable[] | null; onClose: () => void }) {
  if (rules === null) return null
  return <Outgoing key={rules.map(({ id }) => id).join()} rules={rules} onClose={onClose} />
}

function Outgoing({ rules, onClose }: { rules: readonly Exportable[]; onClose: () => void }) {
  const t = useTranslations('exchange')
  const trpc = useTRPC()
  const [format, setFormat] = useState<FormatId>('json')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(rules.slice(0, MAX_RULES).map(({ id }) => id)))
  const ids = rules.flatMap(({ id }) => (chosen.has(id) ? [id] : []))
  const isPossible = ids.length > 0 && ids.length <= MAX_RULES && (ids.length === 1 || formatOf(format).holdsMany)
  const written = useQuery(trpc.rule.export.queryOptions({ ids, format }, { enabled: isPossible, staleTime: 0, gcTime: 0 }))
  const [only] = rules
  const Source = SHOWN_FORMATS.find(({ id }) => id === format)?.Source
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={rules.length === 1 && only !== undefined ? t('exportOne', { name: only.name }) : t('exportTitle')}
      description={t('exportLead')}
      className={Source === undefined ? 'max-w-[560px]' : 'max-w-[760px]'}
      footer={
        <Button size="l" look="primary" icon={Download} disabled={!isPossible || written.data === undefined} onClick={() => written.data !== undefined && download(written.data)}>
          {t('download')}
        </Button>
      }
    >
      <div className="mt-3 flex flex-col gap-4">
        {SHOWN_FORMATS.length > 1 && <ChoiceCards<FormatId> label={t('formatLabel')} value={format} onChange={setFormat} choices={SHOWN_FORMATS.map(({ id, icon }) => ({ value: id, icon, title: t(`format.${id}`), text: t(`format.${id}Help`) }))} />}
        {rules.length > 1 && (
          <fieldset className="flex flex-col gap-2">
            <legend className="pb-2 font-strong">{t('which')}</legend>
            {rules.map(({ id, name }) => (
              <Checkbox key={id} label={name} checked={chosen.has(id)} onChange={(isIn) => setChosen(new Set(isIn ? [...chosen, id] : [...chosen].filter((one) => one !== id)))} />
            ))}
          </fieldset>
        )}
        {ids.length > MAX_RULES && <p className="text-13 text-warning-ink">{t('tooMany', { limit: MAX_RULES })}</p>}
        {ids.length > 1 && !formatOf(format).holdsMany && <p className="text-13 text-warning-ink">{t('oneOnly')}</p>}
        {written.isError && <QueryError what={t('export')} error={written.error} onRetry={() => void written.refetch()} />}
        {isPossible && written.data !== undefined && (
          <>
            {Source !== undefined ? <Source text={written.data.text} report={written.data.report} /> : written.data.report.length > 0 && <ReportList report={written.data.report} />}
            <p className="text-12 text-ink-3">{t('fileIs', { file: written.data.fileName })}</p>
          </>
        )}
      </div>
    </Dialog>
  )
}

function download({ text, mediaType, fileName }: { readonly text: string; readonly mediaType: string; readonly fileName: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
