/** The page a designed mail is shown in. It runs nothing, submits nothing and loads nothing; pictures are put into it as data. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'none'; form-action 'none'; base-uri 'none'; script-src 'none'"

const STYLE = `
  :root { color-scheme: light; }
  html, body { margin: 0; background: #fff; color: #171a1e; }
  body { padding: 16px; font: 14px/22px system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  img[data-blocked], img[data-remote]:not([src]), img[data-cid]:not([src]) { box-sizing: border-box; min-width: 24px; min-height: 24px; background: #f0f2f4; outline: 1px dashed #cfd4da; outline-offset: -1px; }
  table { max-width: 100%; }
  pre { white-space: pre-wrap; }
  blockquote { margin: 8px 0; padding-inline-start: 12px; border-inline-start: 2px solid #cfd4da; color: #5f6873; }
  a { color: #244cc0; }
`

/** Sanitised HTML as a whole document, its pictures filled in from `pictures`: by content id, and by address where remote ones were fetched. */
export function frameDocument(html: string, pictures: ReadonlyMap<string, string>): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.querySelectorAll('img')) {
    const source = pictures.get(image.dataset['cid'] ?? image.dataset['remote'] ?? '')
    if (source !== undefined) image.setAttribute('src', source)
  }
  const policy = page.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = POLICY
  const style = page.createElement('style')
  style.textContent = STYLE
  page.head.prepend(policy, style)
  return `<!doctype html>${page.documentElement.outerHTML}`
}

/** Addresses of the remote pictures a mail may show. */
export function remotePictures(html: string): readonly string[] {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return [...new Set([...page.querySelectorAll<HTMLImageElement>('img[data-remote]')].flatMap((image) => image.dataset['remote'] ?? []))]
}
