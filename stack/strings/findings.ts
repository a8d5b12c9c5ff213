import type { Use } from './usage'

/** A catalogue: nested texts, as the files keep them. */
export interface Texts {
  readonly [key: string]: string | Texts
}

/** `a.b.c` → text. */
export function flat(texts: Texts, prefix = ''): ReadonlyMap<string, string> {
  return new Map(Object.entries(texts).flatMap(([key, value]): readonly (readonly [string, string])[] => (typeof value === 'string' ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)])))
}

/** What one language lacks, has too much of, or fills with other values than English. */
export function differences(locale: string, english: ReadonlyMap<string, string>, own: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...[...english.keys()].filter((key) => !own.has(key)).map((key) => `${locale}: ${key} is missing`),
    ...[...own.keys()].filter((key) => !english.has(key)).map((key) => `${locale}: ${key} is not in English`),
    ...[...own].flatMap(([key, text]) => {
      const wanted = argumentsOf(english.get(key) ?? text)
      const given = argumentsOf(text)
      return wanted.join() === given.join() ? [] : [`${locale}: ${key} takes {${given.join('} {')}}, English takes {${wanted.join('} {')}}`]
    }),
  ]
}

/** Keys that are asked for and do not exist, by place. */
export function missing(uses: readonly Use[], english: ReadonlyMap<string, string>): readonly string[] {
  return uses.flatMap(({ area, key, place }) => (area === null || typeof key !== 'string' || english.has(`${area}.${key}`) ? [] : [`${place} asks for ${area}.${key}, which does not exist`]))
}

/** Keys that nobody asks for. A computed key uses those whose changing part stands in quotes somewhere. */
export function unused(uses: readonly Use[], english: ReadonlyMap<string, string>, literals: ReadonlySet<string>): readonly string[] {
  return [...english.keys()].filter((full) => !uses.some((use) => asksFor(use, full, literals))).map((key) => `${key} is never used`)
}

function asksFor({ area, key }: Use, full: string, literals: ReadonlySet<string>): boolean {
  const dot = full.indexOf('.')
  const own = full.slice(dot + 1)
  if (area !== null && area !== full.slice(0, dot)) return false
  if (typeof key === 'string') return key === own
  if (!own.startsWith(key.head) || !own.endsWith(key.tail) || own.length <= key.head.length + key.tail.length) return false
  return literals.has(own.slice(key.head.length, own.length - key.tail.length))
}

/** Names of the values a text takes, sorted. Words inside plural branches are no names. */
function argumentsOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\s*([A-Za-z]\w*)\s*(?=[,}])/g)].map((match) => match[1] ?? ''))].filter((name) => !new RegExp(`(?:one|two|few|many|other|=\\d+)\\s*\\{\\s*${name}\\s*\\}`).test(text)).toSorted()
}
