'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { Dialog as Primitive } from 'radix-ui'
import { Command } from 'cmdk'
import { Activity, IdCard, Mail, Search, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { liveCommands, runCommand } from '../keyboard/handlers'
import { COMMANDS, SCOPES, type Command as KeyCommand } from '../keyboard/registry'
import { useCommand } from '../keyboard/use-command'
import { Icon } from '../ui/icon'
import { Kbd } from '../ui/kbd'
import { useReturnFocus } from '../ui/return-focus'

const ALL: readonly (KeyCommand & (typeof COMMANDS)[number])[] = COMMANDS

/** Where what was typed can be looked for, when it is no command. */
const PLACES = [
  { id: 'mail', icon: Mail, hrefOf: (words: string) => `/inbox?q=${encodeURIComponent(words)}` },
  { id: 'records', icon: IdCard, hrefOf: (words: string) => `/records?q=${encodeURIComponent(words)}` },
  { id: 'runs', icon: Activity, hrefOf: (words: string) => `/executions?range=all&q=${encodeURIComponent(words)}` },
  { id: 'outbox', icon: Send, hrefOf: (words: string) => `/outbox?q=${encodeURIComponent(words)}` },
] as const

/** Everything that can be done here and everywhere one can go, found by typing, with its key beside it so that the key is learned; and a search for what is neither. */
export function CommandPalette() {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const router = useRouter()
  const { remember, restore } = useReturnFocus()
  const show = (next: boolean) => {
    setOpen(next)
    setTyped('')
  }
  useCommand('palette', () => show(!open))
  const live = open ? liveCommands() : new Set()
  const wanted = typed.trim()
  const run = (act: () => unknown) => {
    show(false)
    // After the dialog has given focus back, so that the command finds what it acts on.
    requestAnimationFrame(() => act())
  }
  return (
    <Primitive.Root open={open} onOpenChange={show}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-(--z-dialog) bg-scrim data-[state=open]:animate-fade" />
        <Primitive.Content aria-describedby={undefined} onOpenAutoFocus={remember} onCloseAutoFocus={restore} className="fixed top-[12vh] left-1/2 z-(--z-dialog) w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 overflow-hidden rounded-dialog bg-raised text-ink shadow-dialog outline-none">
          <Primitive.Title className="sr-only">{t('paletteTitle')}</Primitive.Title>
          <Command label={t('paletteTitle')} loop className="flex max-h-[60vh] flex-col">
            <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
              <Icon of={Search} className="text-ink-3" />
              <Command.Input value={typed} onValueChange={setTyped} placeholder={t('palettePlaceholder')} className="h-full min-w-0 flex-1 bg-transparent text-14 outline-none max-sm:text-16" />
            </div>
            <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1.5">
              {SCOPES.toReversed().map((scope) => {
                const here = ALL.filter((command) => command.scope === scope && !command.keyOnly && live.has(command.id))
                if (here.length === 0) return null
                return (
                  <Command.Group key={scope} heading={t(`scopes.${scope}`)} className={GROUP}>
                    {here.map((command) => (
                      <Command.Item key={command.id} value={command.id} keywords={[t(`commands.${command.id}`)]} onSelect={() => run(() => runCommand(command.id))} className={ITEM}>
                        <span className="min-w-0 flex-1 truncate">{t(`commands.${command.id}`)}</span>
                        {command.keys[0] && <Kbd keys={command.keys[0]} />}
                      </Command.Item>
                    ))}
                  </Command.Group>
                )
              })}
              {wanted !== '' && (
                <Command.Group forceMount heading={t('paletteFind')} className={GROUP}>
                  {PLACES.map(({ id, icon, hrefOf }) => (
                    <Command.Item key={id} forceMount value={`find ${id}`} onSelect={() => run(() => router.push(hrefOf(wanted)))} className={ITEM}>
                      <Icon of={icon} className="text-ink-3" />
                      <span className="min-w-0 flex-1 truncate">{t(`find.${id}`, { words: wanted })}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const GROUP = '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3'
const ITEM = 'flex h-8 cursor-pointer items-center gap-2 rounded-control px-2.5 data-[selected=true]:bg-hover max-sm:h-11'
