import type { Argument } from './syntax'

/** The arguments of a command or a test, its tags by name with what belongs to each, the rest in order. */
export interface Given {
  readonly tags: ReadonlyMap<string, Argument | null>
  readonly rest: readonly Argument[]
}

/** Tags that are followed by a value of theirs (RFC 5228 2.7.3, 5173, 5230, 5231, 5232, 5260, 5490, 8579, 8580). Every other stands alone. */
const WITH_VALUE: ReadonlySet<string> = new Set(['comparator', 'value', 'count', 'flags', 'specialuse', 'mailboxid', 'fcc', 'days', 'seconds', 'subject', 'from', 'addresses', 'handle', 'zone', 'index', 'content'])

export function given(args: readonly Argument[]): Given {
  const tags = new Map<string, Argument | null>()
  const rest: Argument[] = []
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]
    if (argument === undefined) continue
    if (argument.kind !== 'tag') {
      rest.push(argument)
      continue
    }
    const value = args[index + 1]
    const takes = WITH_VALUE.has(argument.name) && value !== undefined && value.kind !== 'tag'
    tags.set(argument.name, takes ? value : null)
    if (takes) index += 1
  }
  return { tags, rest }
}

/** The strings at a place among the untagged arguments; null when something else or nothing stands there. */
export function stringsAt({ rest }: Given, index: number): readonly string[] | null {
  const argument = rest.at(index)
  return argument?.kind === 'strings' ? argument.values : null
}

/** What belongs to a tag, where it is a text. */
export function textOf({ tags }: Given, tag: string): string | null {
  const value = tags.get(tag)
  return value?.kind === 'strings' ? (value.values[0] ?? null) : null
}

export function textsOf({ tags }: Given, tag: string): readonly string[] | null {
  const value = tags.get(tag)
  return value?.kind === 'strings' ? value.values : null
}

export function numberOf({ tags }: Given, tag: string): number | null {
  const value = tags.get(tag)
  return value?.kind === 'number' ? value.value : null
}

/** The first tag that is not among those known to a command: what it asks for is not understood. */
export function strangeTag({ tags }: Given, known: readonly string[]): string | null {
  return [...tags.keys()].find((tag) => !known.includes(tag)) ?? null
}
