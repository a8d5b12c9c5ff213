import { cn } from './class-names'

/**
 * Key caps for a binding as the registry writes it: `ctrl+k`, `g i`, `Z` (a capital means shift). A hint beside a name is for the eye; the control says its key
 * with `ariaKeys`. `aloud`: the keys are what the text is about, so they are read.
 */
export function Kbd({ keys, className, onSolid = false, aloud = false }: { keys: string; className?: string; onSolid?: boolean; aloud?: boolean }) {
  return (
    <span aria-hidden={aloud ? undefined : true} className={cn('inline-flex items-center gap-0.5', className)}>
      {keyCaps(keys).map((cap, index) => (
        <kbd
          key={index}
          className={cn(
            'inline-grid h-[18px] min-w-[18px] place-items-center rounded-xs border px-1 font-sans text-11 leading-none font-medium',
            onSolid ? 'border-current text-on-solid' : 'border-line-strong bg-bg text-ink-3',
          )}
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}

const NAMES: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl', shift: '⇧', alt: 'Alt', Enter: '↵', Escape: 'Esc', Delete: 'Del', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', ' ': 'Space',
}

const SPOKEN: Readonly<Record<string, string>> = { ctrl: 'Control', shift: 'Shift', alt: 'Alt', ' ': 'Space', '+': 'Plus' }

/** A binding as `aria-keyshortcuts` wants it, `Control+Enter`; undefined for none, and for one key after another, which it cannot say. */
export function ariaKeys(keys: string | undefined): string | undefined {
  if (keys === undefined || keys === '' || (keys !== ' ' && keys.includes(' '))) return undefined
  const parts = keys === '+' ? ['+'] : keys.split('+')
  return parts.map((part) => SPOKEN[part] ?? (/^\p{Lu}$/u.test(part) ? `Shift+${part}` : part)).join('+')
}

/** The caps of one binding in pressing order; `Z` becomes shift and z. */
export function keyCaps(keys: string): readonly string[] {
  return keys.split(' ').flatMap((chord) =>
    chord.split('+').flatMap((part) => {
      const named = NAMES[part]
      if (named) return [named]
      return /^\p{Lu}$/u.test(part) ? ['⇧', part] : [part.length === 1 ? part.toUpperCase() : part]
    }),
  )
}
