import { describe, expect, test } from 'vitest'
import { parsePattern, patternProblem } from '../../rules/pattern'

describe('a pattern that repeats much', () => {
  test.each(['(x?){999}(y?){999}z', '(?:.{0,500}a){2}', '[\\p{L}\\p{N}]{1,1000}x{1,20}'])('%s is refused: every step of it could be looked at for each letter of a mail', (source) => {
    expect(patternProblem(source)).toBe('patternTooLarge')
  })

  test.each(['invoice.{0,500}total', '\\b[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,255}\\.[a-z]{2,24}\\b', 'a{999}b'])('%s is not', (source) => {
    expect(patternProblem(source)).toBeNull()
  })

  test('looks at the less of a long text the more it repeats, so that none holds everybody up', () => {
    const at = (place: number) => `${'-'.repeat(place)}needle${'-'.repeat(100_000 - place)}`
    const small = parsePattern('needle')
    const large = parsePattern('needle.{0,500}')
    expect(small?.find(at(99_000))?.span).toEqual([99_000, 99_006])
    expect(small?.find(at(100_000))).toBeNull()
    expect(large?.find(at(3_000))?.span).toEqual([3_000, 3_506])
    expect(large?.find(at(5_000))).toBeNull()
  })

  test('published before there was a limit answers in time all the same', () => {
    expect(parsePattern('(x?){999}(y?){999}z')?.find('a'.repeat(100_000))).toBeNull()
    expect(parsePattern('[\\p{L}\\p{N}]{1,999}x')?.find('a'.repeat(100_000))).toBeNull()
  })
})
