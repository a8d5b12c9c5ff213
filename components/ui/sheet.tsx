'use client'
import type { ReactNode } from 'react'
import { Dialog as Primitive } from 'radix-ui'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from './class-names'
import { focusFirstField } from './dialog'
import { useDiscardGuard } from './discard-guard'
import { IconButton } from './icon-button'
import { useReturnFocus } from './return-focus'

export interface SheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** `end` for details and forms, `start` for navigation, `bottom` on phones. */
  side?: 'start' | 'end' | 'bottom'
  children: ReactNode
  footer?: ReactNode
  /** Leaves the title to assistive technology, where the content draws its own head. */
  bareHead?: boolean
  /** A form: what was typed is not thrown away without a question. */
  guarded?: boolean
  className?: string
}

/** A panel over the edge of the screen, for work that belongs to what lies under it. */
export function Sheet({ open, onOpenChange, title, side = 'end', children, footer, bareHead = false, guarded = false, className }: SheetProps) {
  const t = useTranslations('ui')
  const { remember, restore } = useReturnFocus()
  const guard = useDiscardGuard(guarded, onOpenChange)
  return (
    <Primitive.Root open={open} onOpenChange={guard.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-(--z-drawer) bg-scrim data-[state=open]:animate-fade" />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            remember()
            guard.begin()
            focusFirstField(event)
          }}
          onCloseAutoFocus={restore}
          onInput={guard.onInput}
          className={cn('fixed z-(--z-drawer) flex flex-col bg-bg text-ink shadow-dialog outline-none', SIDES[side], className)}
        >
          {bareHead ? (
            <Primitive.Title className="sr-only">{title}</Primitive.Title>
          ) : (
            <div className="flex min-h-(--toolbar) shrink-0 items-center gap-2 border-b border-line py-1.5 ps-4 pe-2.5">
              <Primitive.Title className="line-clamp-2 min-w-0 flex-1 text-14 font-strong">{title}</Primitive.Title>
              <Primitive.Close asChild>
                <IconButton icon={X} label={t('close')} keys="Escape" />
              </Primitive.Close>
            </div>
          )}
          <div className="thin-scroll min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer && <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
          {guard.question}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const SIDES = {
  start: 'inset-y-0 start-0 w-72 max-w-[calc(100vw-48px)] data-[state=open]:animate-sheet-start',
  end: 'inset-y-0 end-0 w-(--inspector) max-w-full max-sm:w-full data-[state=open]:animate-sheet-end',
  bottom: 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-dialog data-[state=open]:animate-sheet-up',
} as const
