/**
 * The language a text is probably written in, as BCP 47, or null where that cannot be told. Small and deterministic: a script of its own decides; in Latin
 * and Cyrillic letters the language whose commonest words are the most frequent wins, if it has enough of them and a lead over the next.
 */
export function guessLanguage(text: string): string | null {
  const sample = text.slice(0, MAX_READ)
  const script = scriptOf(sample)
  if (script === 'ar' && NOT_ARABIC.test(sample)) return null
  if (script !== null && !Object.hasOwn(COMMON, script)) return script
  const words = sample.toLowerCase().match(WORDS) ?? []
  const candidates = Object.entries(COMMON[script ?? 'latin'] ?? {}).map(([language, common]) => ({ language, hits: words.filter((word) => common.has(word)).length }))
  const [best, next] = candidates.toSorted((a, b) => b.hits - a.hits)
  if (best === undefined || best.hits < MIN_HITS || best.hits < words.length * MIN_SHARE || best.hits <= (next?.hits ?? 0) * LEAD) return null
  return best.language
}

const MAX_READ = 4_000
const MIN_HITS = 3
/** Of all words; a list of names and numbers is in no language. */
const MIN_SHARE = 0.08
const LEAD = 1.15

/** Letters of Persian, Urdu and others that Arabic does not write. */
const NOT_ARABIC = /[پچژگکیٹڈڑںے]/u

const WORDS = /[\p{L}\p{M}]+/gu

/** Scripts that nearly all their texts share one language; kana before Han, because Japanese uses both. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
]

/** A language, or the name of letters that several share; null for Latin ones and for no letters at all. */
function scriptOf(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  // Han counts for Japanese where there is any kana to speak of.
  const share = (of: RegExp) => (text.match(of)?.length ?? 0) / Math.max(letters, 1)
  const found = SCRIPTS.find(([script, of]) => share(of) >= (script === 'ja' ? 0.1 : 0.4))
  return found?.[0] ?? null
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const COMMON: Readonly<Record<string, Readonly<Record<string, ReadonlySet<string>>>>> = {
  latin: {
    en: set('the and of to in is you that it for on are with as be this have from or was we not your our please will can thanks regards hello dear i my'),
    de: set('der die das und ist nicht ich sie wir mit für auf ein eine einen den dem zu von im bitte wurde haben sind uns ihre mein vielen dank grüßen guten hallo bei es wie auch'),
    fr: set('le la les et des un une est vous nous je ne pas pour dans que qui sur avec votre notre bonjour merci du au ce cette mon avez cordialement'),
    es: set('el la los las y de que en un una es por con para no su nos usted gracias hola se del al como está saludos mi lo'),
    it: set('il lo la gli le e di che un una è per con non sono vi si del della grazie buongiorno saluti ho in mi come anche nel alla'),
    nl: set('de het een en van is ik niet u wij we voor met dat op zijn te aan uw graag bedankt groet vriendelijke hallo wordt heb er ook naar'),
    pt: set('o a os as e de que em um uma é por com para não você seu obrigado olá do da no na ao mais está são meu'),
    pl: set('i w na z nie to jest że się do o jak dzień dobry proszę dziękuję pozdrawiam od za po są mam czy dla'),
    sv: set('och att det är som en ett på för med inte jag vi ni har till av den hej tack vänliga hälsningar om från kan'),
    tr: set('ve bir bu için ile da de merhaba teşekkür ederim saygılarımla değil var çok olarak olan lütfen ben siz sizin mi ne'),
    cs: set('a je se na že v to s z do jsem není dobrý den prosím děkuji pozdravem jsou pro od za ale jak'),
  },
  cyrillic: {
    ru: set('и в не на что я с он как это по но мы вы за у от из для пожалуйста спасибо здравствуйте уважением был быть'),
    uk: set('і в не на що я з він як це але ми ви за у від для будь ласка дякую вітаю повагою був бути та є'),
    bg: set('и в не на че аз с той като това но ние вие за от моля благодаря здравейте поздрави да е се са ще'),
  },
}
