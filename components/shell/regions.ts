/** The parts of the screen that F6 goes round, in reading order. An element joins by `data-region`. */
const ORDER = ['rail', 'section', 'main', 'panel', 'toasts', 'status'] as const

/** Moves focus to the next visible region, or the previous one, and there to its entrance. */
export function cycleRegion(step: 1 | -1): void {
  const regions = ORDER.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)]).filter((element) => element.getClientRects().length > 0)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  if (next === undefined) return
  const target = entrance(next)
  if (target === next) next.tabIndex = -1
  target.focus()
}

/** Where one enters a region: where one is in it, its list, or the first thing that can be used. */
function entrance(region: HTMLElement): HTMLElement {
  const usable = [...region.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]')].filter((element) => element.getClientRects().length > 0)
  return usable.find((element) => element.matches('[aria-current="page"]')) ?? usable.find((element) => element.matches('[data-list]')) ?? usable[0] ?? region
}
