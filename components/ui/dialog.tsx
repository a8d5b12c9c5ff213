'use client'
import { useRef, useState, type ReactNode } from 'react'
import { Dialog as Primitive } from 'radix-ui'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from './button'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'
import { IconButton } from './icon-button'
import { Input } from './input'
import { Field } from './field'
import { useReturnFocus } from './return-focus'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question, or what is being done. */
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons: the safe one first, the primary last. */
  footer?: ReactNode
  className?: string
}

/** A question that must be answered before going on. Focus moves in, stays in, and returns to what opened it. */
export function Dialog({ open, onOpenChange, title, description, children, footer, className }: DialogProps) {
  const t = useTranslations('ui')
  const { remember, restore } = useReturnFocus()
  const typed = useRef(false)
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-(--z-dialog) bg-scrim data-[state=open]:animate-fade" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            remember()
            typed.current = false
            focusFirstField(event)
          }}
          onCloseAutoFocus={restore}
          onInput={() => {
            typed.current = true
          }}
          // A press beside it is easily a slip, and would throw away what was typed.
          onInteractOutside={(event) => typed.current && event.preventDefault()}
          className={cn(
            'fixed top-1/2 left-1/2 z-(--z-dialog) flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] max-w-[480px] -translate-x-1/2 -translate-y-1/2 flex-col rounded-dialog bg-raised text-ink shadow-dialog outline-none data-[state=open]:animate-fade',
            className,
          )}
        >
          <div className="flex items-start gap-2 ps-5 pe-3 pt-4 pb-1">
            <Primitive.Title className="min-w-0 flex-1 text-16 font-strong text-balance">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton icon={X} label={t('close')} keys="Escape" />
            </Primitive.Close>
          </div>
          <div className="thin-scroll min-h-0 overflow-y-auto px-5 pb-4">
            {description && <Primitive.Description className="text-ink-2">{description}</Primitive.Description>}
            {children}
          </div>
          {footer && <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** The first field takes the focus, or the dialog itself: never the close button, which is first only in the markup. */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  event.preventDefault()
  const field = event.currentTarget.querySelector<HTMLElement>('[data-autofocus], input:not(:disabled), textarea:not(:disabled), [role="combobox"]:not(:disabled)')
  const target = field ?? event.currentTarget
  target.focus()
}

export interface Consequence {
  readonly icon: LucideIcon
  readonly text: ReactNode
  readonly tone?: 'plain' | 'danger' | 'success'
}

export interface ConfirmDialogProps extends Omit<DialogProps, 'footer' | 'children'> {
  /** What will happen, one row each; what stays is worth a row too. */
  consequences: readonly Consequence[]
  confirmLabel: string
  onConfirm: () => void
  /** When set, this must be typed before the button can be pressed: for what cannot be undone. */
  typeToConfirm?: string
  busy?: boolean
}

/** Asks before something with consequences. Anything that can be undone is done at once with an Undo instead. */
export function ConfirmDialog({ consequences, confirmLabel, onConfirm, typeToConfirm, busy = false, onOpenChange, ...dialog }: ConfirmDialogProps) {
  const t = useTranslations('ui')
  const [typed, setTyped] = useState('')
  const allowed = typeToConfirm === undefined || typed.trim() === typeToConfirm
  return (
    <Dialog
      {...dialog}
      onOpenChange={(open) => {
        setTyped('')
        onOpenChange(open)
      }}
      footer={
        <>
          <Button size="l" onClick={() => onOpenChange(false)}>
            {t('cancel')}
          </Button>
          <Button size="l" look="primary" disabled={!allowed} busy={busy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <ul className="mt-3 divide-y divide-line rounded-node border border-line">
        {consequences.map((row, index) => (
          <li key={index} className="flex gap-2 px-3 py-2 text-13">
            <Icon of={row.icon} className={cn('mt-0.5 text-ink-3', row.tone === 'danger' && 'text-danger-ink', row.tone === 'success' && 'text-success-ink')} />
            <span className="min-w-0">{row.text}</span>
          </li>
        ))}
      </ul>
      {typeToConfirm !== undefined && (
        <Field label={t('typeToConfirm', { name: typeToConfirm })} className="mt-4">
          {(control) => <Input {...control} size="l" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />}
        </Field>
      )}
    </Dialog>
  )
}
