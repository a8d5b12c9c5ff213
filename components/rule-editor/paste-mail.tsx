'use client'
import { useRef, useState } from 'react'
import { ClipboardPaste, FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Icon } from '../ui/icon'
import { Textarea } from '../ui/textarea'
import { base64Of } from './base64'
import { useEditor } from './editor-context'

/** What the API takes of one mail. */
const MOST_BYTES = 1024 * 1024

/** Tries the rule on a mail that Postroom does not have: its pasted source, or a file that is chosen or dropped. It is read and forgotten. */
export function PasteMail() {
  const t = useTranslations('editor')
  const { trial } = useEditor()
  const [open, setOpen] = useState(false)
  const [source, setSource] = useState('')
  const bytes = new TextEncoder().encode(source).length
  const tryIt = () => {
    trial.paste({ eml: source, encoding: 'text', fileName: null })
    setOpen(false)
  }
  return (
    <>
      <Button icon={ClipboardPaste} className="self-start" onClick={() => setOpen(true)}>
        {t('pasteMail')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('pasteMail')}
        description={t('pasteMailText')}
        footer={
          <Button look="primary" disabled={source.trim() === '' || bytes > MOST_BYTES} onClick={tryIt}>
            {t('pasteMailTry')}
          </Button>
        }
      >
        <Field label={t('pasteMailSource')} className="mt-3" error={bytes > MOST_BYTES ? t('mailRefused.tooLarge') : undefined}>
          {(control) => <Textarea {...control} mono value={source} spellCheck={false} onChange={(event) => setSource(event.target.value)} />}
        </Field>
        <MailFile
          onRead={(eml, fileName) => {
            trial.paste({ eml, encoding: 'base64', fileName })
            setOpen(false)
          }}
        />
      </Dialog>
    </>
  )
}

/** A file in the bytes it has: a mail need not be text in any one encoding. */
function MailFile({ onRead }: { onRead: (base64: string, fileName: string) => void }) {
  const t = useTranslations('editor')
  const formats = useFormats()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [tooLarge, setTooLarge] = useState<File | null>(null)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    setTooLarge(file.size > MOST_BYTES ? file : null)
    if (file.size <= MOST_BYTES) onRead(base64Of(await file.arrayBuffer()), file.name)
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files[0])
      }}
      className={cn('mt-3 flex flex-wrap items-center gap-2 rounded-control border border-dashed px-3 py-2.5', over ? 'border-accent bg-selected' : 'border-line-control')}
    >
      <Button icon={FileUp} onClick={() => picker.current?.click()}>
        {t('mailFile')}
      </Button>
      <span className="min-w-0 flex-1 text-12 text-ink-3 max-sm:hidden">{t('mailFileDrop')}</span>
      <input ref={picker} type="file" hidden aria-label={t('mailFile')} accept=".eml,message/rfc822" onChange={(event) => void take(event.target.files?.[0])} />
      {tooLarge !== null && (
        <p role="alert" className="flex w-full gap-1.5 text-12 text-danger-ink">
          <Icon of={FileUp} size={14} className="mt-px" />
          {t('mailFileTooLarge', { name: tooLarge.name, size: formats.bytes(tooLarge.size) })}
        </p>
      )}
    </div>
  )
}
