'use client'
import { Download, File, FileImage, FileSpreadsheet, FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Icon } from '../ui/icon'
import type { Message } from './message'

/** The files of a mail, each to be downloaded. Pictures that stand in the text are shown there instead. */
export function Attachments({ message }: { message: Message }) {
  const t = useTranslations('inbox')
  const formats = useFormats()
  const files = message.attachments.filter(({ inline, contentId }) => !(inline && contentId !== null && message.html !== null))
  if (files.length === 0) return null
  return (
    <ul aria-label={t('attachments', { count: files.length })} className="mt-4 flex flex-wrap gap-2">
      {files.map(({ id, filename, size, contentType }) => (
        <li key={id} className="min-w-0 max-w-full">
          <a
            href={`/api/attachments/${id}`}
            download={filename}
            className="flex h-9 max-w-full items-center gap-2 rounded-control border border-line-strong px-2.5 hover:bg-hover max-sm:h-11"
            aria-label={t('download', { file: filename, size: formats.bytes(size) })}
          >
            <Icon of={iconOf(contentType)} className="text-ink-3" />
            <span className="min-w-0 truncate font-medium">{filename}</span>
            <span className="shrink-0 text-ink-3">{formats.bytes(size)}</span>
            <Icon of={Download} className="ms-1 text-ink-3" />
          </a>
        </li>
      ))}
    </ul>
  )
}

function iconOf(type: string) {
  if (type.startsWith('image/')) return FileImage
  if (/sheet|excel|csv/.test(type)) return FileSpreadsheet
  return /pdf|text|word|document/.test(type) ? FileText : File
}
