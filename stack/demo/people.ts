/** Who writes to the demo company. All domains are reserved for examples (RFC 2606). */

export type Language = 'en' | 'de' | 'es' | 'fr' | 'nl' | 'pt' | 'tr' | 'pl'

export interface Person {
  readonly name: string
  readonly address: string
  readonly firm: string
  readonly city: string
  readonly language: Language
}

const FIRMS: readonly (readonly [Language, string, string, string, readonly string[]])[] = [
  ['en', 'Harrow & Pike Cycles', 'harrowpike.example', 'Leeds', ['Imogen Hartley', 'Callum Pike', 'Priya Nair']],
  ['en', 'Quayside Ceramics', 'quayside-ceramics.example', 'Bristol', ['Owen Trevithick', 'Maeve Donnelly']],
  ['en', 'Larkfield Foods', 'larkfieldfoods.example', 'Dublin', ['Siobhán Keane', 'Tom Okafor']],
  ['de', 'Bergmann Leuchten', 'bergmann-leuchten.example', 'Kassel', ['Jürgen Weißkopf', 'Annika Löffler']],
  ['de', 'Möbelwerk Grünau', 'moebelwerk-gruenau.example', 'Leipzig', ['Kerstin Größler', 'Tobias Jähn']],
  ['es', 'Azulejos del Turia', 'azulejosturia.example', 'Valencia', ['Núria Peñalver', 'Iñigo Belmonte']],
  ['fr', 'Atelier Rochebrune', 'rochebrune.example', 'Lyon', ['Chloé Vasseur', 'Étienne Garnier']],
  ['fr', 'Verrerie Saint-Aubin', 'verrerie-saintaubin.example', 'Nancy', ['Maëlle Jacquot']],
  ['nl', 'Bouwbedrijf Ten Hove', 'tenhove.example', 'Breda', ['Pieter ten Hove', 'Femke Scholten']],
  ['nl', 'Kwekerij Zonnehof', 'zonnehof.example', 'Venlo', ['Daan Wijnands']],
  ['pt', 'Cortiças do Sado', 'corticasdosado.example', 'Setúbal', ['João Brandão', 'Inês Falcão']],
  ['tr', 'Yıldız Tekstil', 'yildiztekstil.example', 'İzmir', ['Ayşe Çelikkol', 'Ömer Şahinbaş']],
  ['pl', 'Zakłady Wiśniewskie', 'zaklady-wisniewskie.example', 'Łódź', ['Łukasz Źrebiec', 'Małgorzata Król']],
  ['pl', 'Meble Gdańskie', 'meblegdanskie.example', 'Gdańsk', ['Paweł Żurawski']],
]

export const PEOPLE: readonly Person[] = FIRMS.flatMap(([language, firm, domain, city, names]) => names.map((name) => ({ name, address: `${localPart(name)}@${domain}`, firm, city, language })))

export const SUPPORT = { name: 'Brindlewick Support', address: 'support@brindlewick.example' } as const
export const SALES = { name: 'Brindlewick Sales', address: 'sales@brindlewick.example' } as const

function localPart(name: string): string {
  const plain: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', Ł: 'l', ı: 'i' }
  const ascii = [...name].map((letter) => plain[letter] ?? letter).join('').normalize('NFD').replace(/[^\x20-\x7e]/g, '')
  return ascii.toLowerCase().trim().replace(/[^a-z]+/g, '.')
}
