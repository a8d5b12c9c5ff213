/** The parts of the screen that F6 goes round, in reading order. An element joins by `data-region`. */
const ORDER = ['rail', 'section', 'main', 'panel', 'toasts', 'status'] as const

/** Moves focus to the next visible region, or the previous one, and there to what was focused last or can be focused first. */
export function cycleRegion(step: 1 | -1): void {
  const regions = ORDER.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)]).filter((element) => element.getClientRects().length > 0)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + step + regions.length) % regions.length]
  if (next === undefined) return
  const inside = next.querySelector<HTMLElement>('[aria-current="page"], [data-list], a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]')
  if (inside === null) next.tabIndex = -1
  const target = inside ?? next
  target.focus({ preventScroll: false })
}
