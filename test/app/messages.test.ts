import { describe, expect, test } from 'vitest'
import de from '../../app/messages/de'
import en from '../../app/messages/en'
import { complete } from '../../app/messages/catalogue'
import { englishByKey } from '../../rules/phrases'
import { differences, flat, missing, unused } from '../../stack/strings/findings'
import { parse, sourcesBelow } from '../../stack/strings/sources'
import { hardCodedIn, literalsIn, usesIn } from '../../stack/strings/usage'

const screens = sourcesBelow(['app', 'components'])
const english = flat(en)
const { phrases, ...german } = de

describe('what people read', () => {
  test('comes from the catalogues, never from the source', () => {
    expect(screens.flatMap(hardCodedIn)).toEqual([])
  })

  test('exists for every key a screen asks for', () => {
    expect(missing(screens.flatMap(usesIn), english)).toEqual([])
  })

  test('is asked for by some screen', () => {
    const literals = new Set([...screens, ...sourcesBelow(['rules', 'server'])].flatMap(literalsIn))
    expect(unused(screens.flatMap(usesIn), english, literals)).toEqual([])
  })

  test('is complete in German, and takes the same values', () => {
    expect(differences('de', english, flat(german))).toEqual([])
  })

  test('has a German phrase for every node, condition and problem', () => {
    expect(differences('de', new Map(Object.entries(englishByKey())), new Map(Object.entries(phrases)))).toEqual([])
  })

  test('calls a stage the same in rules and on the page of records', () => {
    const stages = Object.keys(en.records.stage.any)
    for (const [said, page] of [[englishByKey(), en.records.stage.any], [phrases, de.records.stage.any]] as const) {
      for (const choice of ['node.record.event.field.stage.choice', 'node.wait.record.field.stage.choice', 'node.record.update.field.stage.choice']) {
        expect(Object.fromEntries(stages.map((stage) => [stage, new Map(Object.entries(said)).get(`${choice}.${stage}`)]))).toEqual(page)
      }
    }
  })
})

describe('the check itself', () => {
  const tsx = (text: string) => parse('components/sample.tsx', text)

  test('finds text between tags, in spoken attributes and in braces', () => {
    expect(hardCodedIn(tsx('const a = <p title="Close it">Hello<b>{"there"}</b></p>')).length).toBe(3)
    expect(hardCodedIn(tsx('const a = <p className="grid gap-2" id="main">{t("x")} · 7</p>'))).toEqual([])
    expect(hardCodedIn(tsx('const a = <b>Postroom</b>'))).toEqual([])
  })

  test('knows which area a translator speaks for, in each function', () => {
    const uses = usesIn(tsx("function A() { const t = useTranslations('ui'); return t('close') }\nfunction B() { const t = useTranslations('shell'); return t(on ? 'a' : 'b') + t(`nav.${id}`) }"))
    expect(uses.map(({ area, key }) => [area, key])).toEqual([['ui', 'close'], ['shell', 'a'], ['shell', 'b'], ['shell', { head: 'nav.', tail: '' }]])
  })

  test('names keys that do not exist and keys that nobody uses', () => {
    const texts = flat({ ui: { close: 'Close', old: 'Old', nav: { inbox: 'Inbox', gone: 'Gone' } } })
    const uses = usesIn(tsx("const t = useTranslations('ui'); t('close'); t('never'); t(`nav.${id}`)"))
    expect(missing(uses, texts).length).toBe(1)
    expect(unused(uses, texts, new Set(['inbox']))).toEqual(['ui.old is never used', 'ui.nav.gone is never used'])
  })

  test('names what a language lacks and values it forgets', () => {
    const wanted = flat({ a: 'A {name}', b: '{count, plural, one {# mail} other {# mails}}', c: 'C' })
    expect(differences('xx', wanted, flat({ a: 'A', b: '{count, plural, one {eine Mail} other {# Mails}}' }))).toEqual(['xx: c is missing', 'xx: a takes {}, English takes {name}'])
  })
})

test('a sentence a language lacks is said in English', () => {
  expect(complete({ a: 'one', b: { c: 'two' } }, { b: { c: 'zwei' } })).toEqual({ a: 'one', b: { c: 'zwei' } })
})
