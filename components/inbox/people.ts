import type { MailRow } from './target'

/** Who takes part in a thread, latest first, as a list shows it: one by name, more by first names; what is ours is `me`. */
export function peopleOf(people: MailRow['people'], me: string): string {
  const names = people.map(({ name, address, ours }) => (ours ? me : nameOf({ name, address })))
  const others = names.filter((name) => name !== me)
  if (others.length <= 1 && names.length <= 1) return names[0] ?? ''
  if (others.length === 1) return names.toReversed().join(', ')
  return [...new Set(names)].slice(0, 3).toReversed().map((name) => name.split(/[\s,]+/)[0] ?? name).join(', ')
}

/** A person's name, or their address where they give none. */
export function nameOf({ name, address }: { readonly name: string; readonly address: string }): string {
  return name.trim() === '' ? address : name
}
