const USES_BEFORE = 3
const KEPT = 400
const WATCHED = 2_000

/**
 * Which statements come again and again, so that the server may keep their plan: the query builder sends every one as if it were new, which costs a second round
 * trip and a fresh plan. From the third use on, and no more than a few hundred, so that texts that vary without end do not fill the server's memory.
 */
export class Repeats {
  private readonly uses = new Map<string, number>()
  private readonly kept = new Set<string>()

  has(text: string): boolean {
    if (this.kept.has(text)) return true
    const uses = (this.uses.get(text) ?? 0) + 1
    if (this.uses.size >= WATCHED) this.uses.clear()
    this.uses.set(text, uses)
    if (uses < USES_BEFORE || this.kept.size >= KEPT) return false
    this.kept.add(text)
    this.uses.delete(text)
    return true
  }
}
