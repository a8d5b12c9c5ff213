import { expect, test } from 'vitest'
import de from '../../app/messages/de'
import { englishByKey } from '../../rules/phrases'
import { toEnglish } from '../../rules/sentence'
import { sentenceOfStanding, STANDINGS, type Stood } from '../../rules/standing'

const stood = (standing: Stood['standing'], more: Partial<Stood> = {}) => toEnglish(sentenceOfStanding({ standing, account: 'Support', stoppedBy: null, run: null, ...more }))

test.each<[Stood['standing'], Partial<Stood>, string]>([
  ['ran', { run: { mode: 'live', isHeld: false } }, 'acted on this mail'],
  ['ran', { run: { mode: 'dry run', isHeld: false } }, 'only described what it would do: the account was in dry run'],
  ['ran', { run: { mode: 'live', isHeld: true } }, 'is held: it had used up what it may do in an hour, and waits for somebody’s word'],
  ['other account', {}, 'looks at mail of Support only'],
  ['stopped by another rule', { stoppedBy: 'VIP' }, 'was stopped by the rule “VIP” before it'],
  ['stopped by another rule', {}, 'was stopped by a rule before it'],
  ['window', {}, 'was outside the times it acts in'],
  ['scope used', {}, 'had acted already as often as it may'],
  ['paused', {}, 'was paused'],
])('a rule that is “%s” %j: %s', (standing, more, words) => {
  expect(stood(standing, more)).toBe(words)
})

test('every reason a rule can have is said in English and in German', () => {
  for (const standing of STANDINGS) {
    const [part] = sentenceOfStanding({ standing, account: 'Support', stoppedBy: null, run: null })
    const key = part !== undefined && 'phrase' in part ? part.phrase : ''
    expect([englishByKey()[key], Object.entries(de.phrases).find(([name]) => name === key)?.[1]], standing).toEqual([expect.any(String), expect.any(String)])
  }
})
