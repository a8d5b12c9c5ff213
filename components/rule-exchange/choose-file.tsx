'use client'
import { useRef, useState } from 'react'
import { FileUp, TextCursorInput } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RULE_FORMATS, type FormatId } from '../../rules/exchange/formats'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Field } from '../ui/field'
import { Icon } from '../ui/icon'
import { Segmented } from '../ui/segmented'
import { Textarea } from '../ui/textarea'
import { SHOWN_FORMATS } from './formats'

/** A text of rules, where it came from, and how it is written. */
export interface RuleText {
  /** Of the file; null: it was pasted. */
  readonly fileName: string | null
  readonly format: FormatId
  readonly text: string
}

/** A file to drop or to choose, or a text to paste. A file's name says its format. */
export function ChooseFile({ onChoose }: { onChoose: (chosen: RuleText) => void }) {
  const t = useTranslations('exchange')
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [pasting, setPasting] = useState(false)
  const [text, setText] = useState('')
  const [format, setFormat] = useState<FormatId>('json')
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const known = RULE_FORMATS.find(({ extension }) => file.name.toLowerCase().endsWith(`.${extension}`))
    onChoose({ fileName: file.name, format: known?.id ?? 'json', text: await file.text() })
  }
  return (
    <div className="mt-3 flex flex-col gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void read(event.dataTransfer.files[0])
        }}
        className={cn('flex flex-col items-center gap-2 rounded-node border border-dashed px-4 py-8 text-center', over ? 'border-accent bg-selected' : 'border-line-control')}
      >
        <Icon of={FileUp} size={20} className="text-ink-3" />
        <p className="text-13 text-ink-2 max-sm:hidden">{t('drop')}</p>
        <Button size="l" data-autofocus onClick={() => picker.current?.click()}>
          {t('chooseFile')}
        </Button>
        <p className="text-12 text-ink-3">{t('endings', { endings: RULE_FORMATS.map(({ extension }) => `.${extension}`).join(', ') })}</p>
        <input ref={picker} type="file" hidden aria-hidden accept={RULE_FORMATS.map(({ extension }) => `.${extension}`).join(',')} onChange={(event) => void read(event.target.files?.[0])} />
      </div>
      {!pasting && (
        <Button look="quiet" icon={TextCursorInput} className="self-start" onClick={() => setPasting(true)}>
          {t('paste')}
        </Button>
      )}
      {pasting && (
        <>
          {SHOWN_FORMATS.length > 1 && <Segmented<FormatId> label={t('formatLabel')} value={format} onChange={setFormat} options={SHOWN_FORMATS.map(({ id }) => ({ value: id, label: t(`format.${id}`) }))} className="self-start" />}
          <Field label={t('pasteLabel')}>{(control) => <Textarea {...control} mono rows={8} value={text} spellCheck={false} onChange={(event) => setText(event.target.value)} />}</Field>
          <Button size="l" className="self-start" disabled={text.trim() === ''} onClick={() => onChoose({ fileName: null, format, text })}>
            {t('read')}
          </Button>
        </>
      )}
    </div>
  )
}
