import type { MailRow } from './target'

/** Who takes part in a thread, latest first, as a list shows it: one by name, more by first names; what is ours is `me`. */
export function peopleOf(people: MailRow['people'], me: string): string {
  const names = people.map(({ name, address, ours }) => (ours ? me : nameOf({ name, address })))
  const others = names.filter((name) => name !== me)
  if (others.length <= 1 && names.length <= 1) return names[0] ?? ''
  if (others.length === 1) return names.toReversed().join(', ')
  return [...new Set(names)].slice(0, 3).toReversed().map((name) => name.split(/[\s,]+/)[0] ?? name).join(', ')
}

/** Marks that turn the direction of what follows: in a name they could write the text beside it backwards. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A person's name; their address where they give none, or give somebody else's address as their name. */
export function nameOf({ name, address }: { readonly name: string; readonly address: string }): string {
  const plain = name.replace(TURNING, '').trim()
  return plain === '' || /\S@\S/.test(plain) ? address : plain
}
