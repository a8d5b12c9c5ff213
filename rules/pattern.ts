import { RE2JS, RE2JSException } from 're2js'
import { isValueName } from './value-name'

/**
 * Patterns people write: RE2, whose time is linear in the text whatever the pattern. They see the text as it was written (composed to NFC), in any case,
 * and may name what they find: `(?P<order>\d+)` becomes the value `order`.
 */

export interface Pattern {
  /** Names of the captures, in order. */
  readonly names: readonly string[]
  find(text: string): Found | null
}

export interface Found {
  /** [start, end) in UTF-16 units of the text, or null where composing it moved things. */
  readonly span: readonly [number, number] | null
  /** What each name stands for; empty where its part did not take part. */
  readonly captures: Readonly<Record<string, string>>
}

/** Characters of a text that a pattern looks at: all of these, or, where it repeats much, as many as keep its steps times the characters below `MAX_WORK`. */
const MAX_SEARCHED = 100_000
const MAX_WORK = 4_000_000
/** Steps of a pattern. `.{0,500}` has a thousand: a repetition is written out, and each of its steps may be looked at for each character. */
const MAX_STEPS = 2_000
/** Characters kept of a capture. */
const MAX_CAPTURE = 500

/** Null when it cannot be read; the engine has no look-around and no back-references. */
export function parsePattern(source: string): Pattern | null {
  const compiled = compiledOf(source)
  if (compiled === null) return null
  const names = Object.entries(compiled.namedGroups()).toSorted(([, a], [, b]) => a - b).map(([name]) => name)
  const reach = Math.min(MAX_SEARCHED, Math.floor(MAX_WORK / compiled.programSize()))
  return {
    names,
    find(text) {
      const searched = text.slice(0, reach)
      const composed = searched.normalize('NFC')
      // Whether there is a match at all is found out many times faster than where.
      if (!compiled.test(composed)) return null
      const matcher = compiled.matcher(composed)
      if (!matcher.find()) return null
      const captures = Object.fromEntries(names.map((name) => [name, (matcher.group(name) ?? '').slice(0, MAX_CAPTURE)]))
      return { span: composed === searched ? [matcher.start(), matcher.end()] : null, captures }
    },
  }
}

/** What is wrong with a pattern, as a problem's code; null when nothing is. */
export function patternProblem(source: string): 'patternBroken' | 'patternTooLarge' | 'captureName' | null {
  const pattern = parsePattern(source)
  const steps = compiledOf(source)?.programSize()
  if (pattern === null || steps === undefined) return 'patternBroken'
  if (steps > MAX_STEPS) return 'patternTooLarge'
  return pattern.names.every(isValueName) ? null : 'captureName'
}

function compiledOf(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source.normalize('NFC'), RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (error instanceof RE2JSException) return null
    throw error
  }
}
