import { cn } from './class-names'

/** Key caps for a binding as the registry writes it: `ctrl+k`, `g i`, `Z` (a capital means shift). */
export function Kbd({ keys, className, onSolid = false }: { keys: string; className?: string; onSolid?: boolean }) {
  return (
    <span className={cn('inline-flex items-center gap-0.5', className)}>
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
