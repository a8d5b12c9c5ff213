'use client'
import { Toast as Primitive } from 'radix-ui'
import { CircleCheck, CircleX, Info, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { Button } from './button'
import { cn } from './class-names'
import { Icon } from './icon'
import { IconButton } from './icon-button'
import { ariaKeys, Kbd } from './kbd'
import { dismissToast, toasts, type Toast } from './toast-store'

const ICONS = { plain: Info, success: CircleCheck, danger: CircleX } as const
const INKS = { plain: 'text-ink-3', success: 'text-success-ink', danger: 'text-danger-ink' } as const
const TEN_SECONDS = 10_000

/** Where toasts appear. Mounted once. */
export function Toasts({ label }: { label: string }) {
  const shown = useStore(toasts)
  return (
    <Primitive.Provider duration={TEN_SECONDS} swipeDirection="left" label={label}>
      {shown.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
      <Primitive.Viewport
        label={label}
        data-region={shown.length > 0 ? 'toasts' : undefined}
        data-chrome
        className="fixed bottom-[calc(var(--statusbar)+12px)] left-[calc(var(--rail)+12px)] z-(--z-toast) flex max-w-[calc(100vw-24px)] flex-col gap-2 outline-none max-sm:bottom-[calc(var(--bottombar)+12px)] max-sm:left-3"
      />
    </Primitive.Provider>
  )
}

function OneToast({ toast }: { toast: Toast }) {
  const t = useTranslations('ui')
  return (
    <Primitive.Root
      type={toast.urgent ? 'foreground' : 'background'}
      onOpenChange={(open) => {
        if (!open) dismissToast(toast.id)
      }}
      className="flex min-h-10 min-w-72 items-center gap-2 rounded-node bg-raised py-1 ps-3 pe-1.5 text-ink shadow-popover data-[state=open]:animate-pop"
    >
      <Icon of={toast.icon ?? ICONS[toast.tone]} className={cn(INKS[toast.tone])} />
      <Primitive.Description className="min-w-0 flex-1">{toast.text}</Primitive.Description>
      {toast.action && (
        <Primitive.Action altText={toast.action.label} asChild>
          <Button look="quiet" size="s" aria-keyshortcuts={ariaKeys(toast.action.keys)} onClick={toast.action.onSelect}>
            {toast.action.label}
            {toast.action.keys && <Kbd keys={toast.action.keys} />}
          </Button>
        </Primitive.Action>
      )}
      <Primitive.Close asChild>
        <IconButton icon={X} size="s" label={t('close')} />
      </Primitive.Close>
    </Primitive.Root>
  )
}
