'use client'
import { Forward, Reply, ReplyAll } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Button } from '../ui/button'
import { ariaKeys, Kbd } from '../ui/kbd'

/** Answers to the open thread. */
export function ReplyBar({ onWrite }: { onWrite: (kind: 'reply' | 'all' | 'forward') => void }) {
  const t = useTranslations('inbox')
  useCommand('mail.reply', () => onWrite('reply'))
  useCommand('mail.replyAll', () => onWrite('all'))
  useCommand('mail.forward', () => onWrite('forward'))
  return (
    <div data-chrome className="@container flex h-12 shrink-0 items-center gap-2 border-t border-line px-5 max-md:h-14 max-md:px-4">
      <Button look="primary" icon={Reply} aria-keyshortcuts={ariaKeys(keysOf('mail.reply'))} onClick={() => onWrite('reply')}>
        {t('reply')}
        <Kbd keys={keysOf('mail.reply') ?? ''} onSolid className="max-md:hidden @max-[430px]:hidden" />
      </Button>
      <Button icon={ReplyAll} onClick={() => onWrite('all')}>
        {t('replyAll')}
      </Button>
      <Button look="quiet" icon={Forward} onClick={() => onWrite('forward')}>
        <span className="@max-[330px]:sr-only">{t('forward')}</span>
      </Button>
    </div>
  )
}
