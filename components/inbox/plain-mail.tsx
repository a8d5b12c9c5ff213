'use client'
import { useState } from 'react'
import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { cn } from '../ui/class-names'
import { piecesOf, stretchesOf, type Stretch } from './plain-text'

/** Mail as text, in the colours of the theme; a long quotation at the end is folded. */
export function PlainMail({ text }: { text: string }) {
  const t = useTranslations('inbox')
  const [unfolded, setUnfolded] = useState(false)
  const stretches = stretchesOf(text)
  const last = stretches.at(-1)
  const folds = !unfolded && stretches.length > 1 && last !== undefined && last.depth > 0 && last.text.length > 200
  const shown = folds ? stretches.slice(0, -1) : stretches
  return (
    <div className="max-w-[68ch] text-14 [font-variant-numeric:normal] [overflow-wrap:anywhere]">
      {shown.map((stretch, index) => (
        <Paragraph key={index} stretch={stretch} />
      ))}
      {folds && <IconButton icon={Ellipsis} label={t('showQuoted')} onClick={() => setUnfolded(true)} className="border border-line-strong" />}
    </div>
  )
}

function Paragraph({ stretch: { depth, text } }: { stretch: Stretch }) {
  return (
    <div className={cn('mb-3 whitespace-pre-wrap', depth > 0 && 'border-s-2 border-line-strong ps-3 text-ink-3')} style={depth > 1 ? { marginInlineStart: (depth - 1) * 12 } : undefined}>
      {piecesOf(text).map((piece, index) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-ink underline underline-offset-2">
            {piece.text}
          </a>
        ),
      )}
    </div>
  )
}
