'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { liveCommands } from '../keyboard/handlers'
import { COMMANDS, SCOPES, type Command, type Scope } from '../keyboard/registry'
import { singleKeys } from '../keyboard/single-keys'
import { useCommand } from '../keyboard/use-command'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'

const ALL: readonly (Command & (typeof COMMANDS)[number])[] = COMMANDS

/** The `?` sheet: every key there is, those of this screen first. */
export function ShortcutsHelp() {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  const on = useStore(singleKeys)
  const [here, setHere] = useState<ReadonlySet<Scope>>(new Set())
  useCommand('help', () => {
    const live = liveCommands()
    setHere(new Set(ALL.filter(({ id }) => live.has(id)).map(({ scope }) => scope)))
    setOpen(true)
  })
  const scopes = SCOPES.toReversed().toSorted((a, b) => Number(here.has(b)) - Number(here.has(a)))
  return (
    <Dialog open={open} onOpenChange={setOpen} title={t('helpTitle')} description={on ? t('helpHere') : t('helpOff')} className="max-w-[760px]">
      <div className="mt-3 columns-2 gap-8 max-sm:columns-1">
        {scopes.map((scope) => (
          <section key={scope} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-12 font-strong">{t(`scopes.${scope}`)}</h3>
            <dl>
              {ALL.filter((command) => command.scope === scope && command.keys.length > 0).map((command) => (
                <div key={command.id} className="flex min-h-7 items-center gap-3 border-b border-line">
                  <dt className="min-w-0 flex-1 text-ink-2">{t(`commands.${command.id}`)}</dt>
                  <dd className="flex gap-2">
                    {command.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} aloud />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
