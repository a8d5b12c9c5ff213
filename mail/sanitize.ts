import sanitizeHtml from 'sanitize-html'

export interface SanitizedHtml {
  readonly html: string
  /** How many remote images were left out; 0 when they were allowed. */
  readonly blockedRemote: number
}

export interface SanitizeOptions {
  /** Keep images that load from elsewhere. The viewer loads them through its own proxy, never directly. */
  readonly allowRemote: boolean
}

/**
 * Makes the HTML of a mail safe to show in a sandboxed frame: elements, attributes, CSS properties and CSS values by allow-list, nothing that loads, runs, submits,
 * covers or animates. Images inside the mail (`cid:`) become `<img data-cid="…">` without a source, remote ones `<img data-remote="…">` when allowed.
 * This is the last step: its result must not be edited as a string. Linear, but run it within the caps of `parse` only.
 */
export function sanitizeMailHtml(html: string, { allowRemote }: SanitizeOptions): SanitizedHtml {
  let blockedRemote = 0
  const image: sanitizeHtml.Transformer = (_tag, { src = '', alt = '', width = '', height = '', style = '' }) => {
    const shown = { alt, width, height, style }
    const source = src.trim()
    if (/^cid:/i.test(source)) return { tagName: 'img', attribs: { ...shown, 'data-cid': contentId(source) } }
    if (/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i.test(source)) return { tagName: 'img', attribs: { ...shown, src: source } }
    if (!/^https?:\/\//i.test(source)) return { tagName: 'img', attribs: shown }
    if (allowRemote) return { tagName: 'img', attribs: { ...shown, 'data-remote': source } }
    blockedRemote += 1
    return { tagName: 'img', attribs: { ...shown, 'data-blocked': '' } }
  }
  const safe = sanitizeHtml(html, { ...RULES, transformTags: { ...RULES.transformTags, img: image } })
  return { html: safe, blockedRemote }
}

const TAGS = [
  'a', 'abbr', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt',
  'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'nav', 'ol', 'p', 'pre', 'q', 's',
  'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr',
]

const CELL = ['align', 'valign', 'width', 'height', 'bgcolor', 'colspan', 'rowspan', 'nowrap']

const COLOR = [/^#[0-9a-f]{3,8}$/i, /^[a-z]{3,30}$/i, /^rgba?\(\s*[\d.%\s,/]{1,40}\)$/i, /^hsla?\(\s*[\d.%a-z\s,/]{1,40}\)$/i]
const LENGTH = [/^(?:-?0|\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|ch|cm|mm|in|pc|%)?|auto|normal|inherit|thin|medium|thick)$/i]
const LENGTHS = [/^(?:(?:\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|ex|cm|mm|in|pc|%)?|auto)\s*){1,4}$/i]
const WORD = [/^[a-z][a-z -]{0,40}$/i]
const BORDER = [/^(?:(?:\d{1,3}(?:\.\d{1,3})?(?:px|pt|em)?|[a-z]{3,20}|#[0-9a-f]{3,8}|rgba?\([\d.%\s,]{1,40}\))\s*){1,3}$/i]
// Names and quotes only: nothing with a parenthesis, so neither url() nor var() nor expression() can be written.
const FONT = [/^[\p{L}\d\s,'"._-]{1,200}$/u]

/** CSS properties that can neither fetch, nor place a box outside its own, nor cover others. Each value must match whole. */
const STYLES: Record<string, RegExp[]> = {
  color: COLOR,
  'background-color': COLOR,
  background: COLOR,
  'font-family': FONT,
  'font-size': [...LENGTH, /^(?:x{1,2}-)?(?:small|large)$|^(?:smaller|larger)$/i],
  'font-style': WORD,
  'font-weight': [/^(?:[1-9]00|normal|bold|bolder|lighter)$/i],
  'font-variant': WORD,
  'line-height': LENGTH,
  'letter-spacing': LENGTH,
  'text-align': WORD,
  'text-decoration': WORD,
  'text-indent': LENGTH,
  'text-transform': WORD,
  'vertical-align': [...WORD, ...LENGTH],
  'white-space': WORD,
  'word-break': WORD,
  'overflow-wrap': WORD,
  direction: WORD,
  width: LENGTH,
  'min-width': LENGTH,
  'max-width': LENGTH,
  height: LENGTH,
  'max-height': LENGTH,
  padding: LENGTHS,
  'padding-top': LENGTH,
  'padding-right': LENGTH,
  'padding-bottom': LENGTH,
  'padding-left': LENGTH,
  margin: LENGTHS,
  'margin-top': LENGTH,
  'margin-right': LENGTH,
  'margin-bottom': LENGTH,
  'margin-left': LENGTH,
  border: BORDER,
  'border-top': BORDER,
  'border-right': BORDER,
  'border-bottom': BORDER,
  'border-left': BORDER,
  'border-color': COLOR,
  'border-style': WORD,
  'border-width': LENGTHS,
  'border-radius': LENGTHS,
  'border-collapse': WORD,
  'border-spacing': LENGTHS,
  'list-style-type': WORD,
  'table-layout': WORD,
  display: [/^(?:none|block|inline|inline-block|table|table-row|table-cell|list-item)$/i],
  float: [/^(?:left|right|none)$/i],
  clear: [/^(?:left|right|both|none)$/i],
}

const RULES: sanitizeHtml.IOptions & { transformTags: Record<string, sanitizeHtml.Transformer> } = {
  allowedTags: TAGS,
  // Their text is not the mail's text.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'svg', 'math', 'template', 'iframe', 'object', 'audio', 'video', 'select', 'xmp', 'noembed', 'noframes', 'plaintext'],
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'title', 'align'],
    a: ['href', 'target', 'rel', 'referrerpolicy'],
    img: ['src', 'alt', 'width', 'height', 'data-cid', 'data-remote', 'data-blocked'],
    table: ['width', 'height', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'role'],
    td: CELL,
    th: CELL,
    tr: CELL,
    col: ['width', 'span'],
    colgroup: ['width', 'span'],
    font: ['color', 'face', 'size'],
    ol: ['start', 'type'],
    ul: ['type'],
    li: ['value', 'type'],
  },
  allowedStyles: { '*': STYLES },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['data'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
  parseStyleAttributes: true,
  transformTags: {
    a: (_tag, { href = '', title = '', style = '' }) => {
      const shown = { title, style }
      if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href.trim())) return { tagName: 'a', attribs: shown }
      return { tagName: 'a', attribs: { ...shown, href: href.trim(), target: '_blank', rel: 'noopener noreferrer nofollow', referrerpolicy: 'no-referrer' } }
    },
  },
}

function contentId(source: string): string {
  const id = source.slice(4)
  try {
    return decodeURIComponent(id)
  } catch (error) {
    // A stray % is part of the id.
    if (error instanceof URIError) return id
    throw error
  }
}
