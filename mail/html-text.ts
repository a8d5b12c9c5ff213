const BLOCK = new Set(['p', 'div', 'br', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'blockquote', 'pre', 'section', 'article', 'header', 'footer', 'hr'])
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'svg', 'math', 'object', 'noscript'])
/** Elements that never nest in themselves: they are void, or HTML lets authors leave their end out. */
const FLAT = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'area', 'base', 'col', 'embed', 'source', 'track', 'wbr', 'param', 'p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option'])
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è',
  agrave: 'à', ccedil: 'ç', ecirc: 'ê', ntilde: 'ñ', oacute: 'ó', iacute: 'í', aacute: 'á', uacute: 'ú', euro: '€', pound: '£', copy: '©', reg: '®', trade: '™',
  hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', bull: '•', middot: '·', deg: '°', shy: '', zwnj: '',
}
const TAG = /<(?:!--|(\/?)([A-Za-z][A-Za-z0-9:-]{0,40})|[!?])/g

/**
 * Text of an HTML mail, for conditions and snippets where there is no plain part: linear in its input, no tree, no limits to trip over.
 * Blocks end lines, scripts and styles are left out, entities are decoded. Not for showing: that is `sanitizeMailHtml`.
 */
export function textOfHtml(html: string): string {
  const parts: string[] = []
  let at = 0
  TAG.lastIndex = 0
  for (let match = TAG.exec(html); match !== null; match = TAG.exec(html)) {
    parts.push(html.slice(at, match.index).replace(/\s+/g, ' '))
    const name = (match[2] ?? '').toLowerCase()
    at = match[0] === '<!--' ? after(html, '-->', match.index) : after(html, '>', match.index)
    if (name !== '' && SILENT.has(name) && match[1] === '') at = afterElement(html, name, at)
    if (BLOCK.has(name)) parts.push('\n')
    else if (name === 'td' || name === 'th') parts.push(' ')
    TAG.lastIndex = at
  }
  parts.push(html.slice(at).replace(/\s+/g, ' '))
  return tidy(decodeEntities(parts.join('')))
}

/** About the deepest nesting of elements a tree builder would see; never less than half of it. Linear. */
export function htmlDepth(html: string): number {
  let depth = 0
  let deepest = 0
  for (const match of html.matchAll(/<(\/?)([A-Za-z][A-Za-z0-9:-]{0,40})/g)) {
    if (FLAT.has((match[2] ?? '').toLowerCase())) continue
    depth = Math.max(0, depth + (match[1] === '/' ? -1 : 1))
    if (depth > deepest) deepest = depth
  }
  return deepest
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

function afterElement(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}[\\s>/]`, 'gi')
  close.lastIndex = from
  const found = close.exec(html)
  return found === null ? html.length : after(html, '>', found.index)
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));?/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole
    const point = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(decimal, 10)
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : ''
  })
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
