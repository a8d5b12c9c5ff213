'use client'
import { useRouter } from 'next/navigation'
import type { CommandId } from '../keyboard/registry'
import { useCommand } from '../keyboard/use-command'
import { switchTheme } from '../theme/theme'
import { DESTINATIONS, JUMPS } from './destinations'
import { cycleRegion } from './regions'

/** What works on every screen. */
export function GlobalCommands() {
  useCommand('theme', switchTheme)
  useCommand('nextRegion', () => cycleRegion(1))
  useCommand('previousRegion', () => cycleRegion(-1))
  return (
    <>
      {DESTINATIONS.map(({ command, href }) => command && <GoCommand key={command} command={command} href={href} />)}
      {JUMPS.map(({ command, href }) => (
        <GoCommand key={command} command={command} href={href} />
      ))}
    </>
  )
}

function GoCommand({ command, href }: { command: CommandId; href: string }) {
  const router = useRouter()
  useCommand(command, () => router.push(href))
  return null
}
