'use client'
import { useState } from 'react'
import { ClipboardPaste } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Textarea } from '../ui/textarea'
import { useEditor } from './editor-context'

/** Tries the draft on the source of a mail that Postroom does not have. */
export function PasteMail() {
  const t = useTranslations('editor')
  const { trial } = useEditor()
  const [open, setOpen] = useState(false)
  const [source, setSource] = useState('')
  const tryIt = () => {
    trial.paste(source)
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
          <Button look="primary" disabled={source.trim() === ''} onClick={tryIt}>
            {t('pasteMailTry')}
          </Button>
        }
      >
        <Field label={t('pasteMailSource')} className="mt-3">
          {(control) => <Textarea {...control} mono value={source} maxLength={700_000} spellCheck={false} onChange={(event) => setSource(event.target.value)} />}
        </Field>
      </Dialog>
    </>
  )
}
