import { expect, test } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { SALES } from '../../stack/demo/people'
import { sendUntilTaken } from '../support/sender'
import { signIn } from './signed-in'
import { installation } from './surroundings'

// Mail is written by strangers. Whatever it holds, reading it runs nothing, loads nothing and leaves no trace elsewhere until the reader asks.

let canary: Server
let touched: string[]
let host: string

test.beforeAll(async () => {
  touched = []
  canary = createServer((request, response) => {
    touched.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'image/gif' }).end()
  })
  canary.listen(0, '127.0.0.1')
  await once(canary, 'listening')
  const address = canary.address()
  host = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
})
test.afterAll(() => canary.close())

/** Ways in which mails try to run code or to be noticed when read; each names itself in the address it would touch. */
function hostileHtml(mark: string): string {
  const at = (way: string) => `${host}/${mark}/${way}`
  return [
    `<p>Dear customer, ${mark}</p>`,
    `<script>window.top.pwned = 1; fetch('${at('script')}')</script>`,
    `<img src="${at('img')}" onerror="window.top.pwned = 2">`,
    `<img srcset="${at('srcset')} 1x" src="x" onerror=alert(1)>`,
    `<svg onload="window.top.pwned = 3"><image href="${at('svg-image')}"/><script>window.top.pwned = 4</script></svg>`,
    `<math><mtext><table><mglyph><style><img src onerror="window.top.pwned = 5"></style></mglyph></table></mtext></math>`,
    `<style>@import '${at('import')}'; p { background: url(${at('style')}) } @font-face { font-family: x; src: url(${at('font')}) }</style>`,
    `<div style="background: url('${at('inline-style')}'); background-image: image-set('${at('image-set')}' 1x); position: fixed; inset: 0; z-index: 9999">cover</div>`,
    `<body background="${at('body')}"><table background="${at('table')}"><tr><td background="${at('cell')}">x</td></tr></table>`,
    `<link rel="stylesheet" href="${at('link')}"><link rel="preconnect" href="${at('preconnect')}"><link rel="dns-prefetch" href="${at('dns')}">`,
    `<meta http-equiv="refresh" content="0; url=${at('meta')}"><base href="${at('base')}/">`,
    `<iframe src="${at('iframe')}"></iframe><object data="${at('object')}"></object><embed src="${at('embed')}">`,
    `<video src="${at('video')}" poster="${at('poster')}" autoplay></video><audio src="${at('audio')}" autoplay></audio>`,
    `<form action="${at('form')}"><input name="password"><button autofocus>Go</button></form>`,
    `<a href="javascript:window.top.pwned = 6">Click</a> <a href="${at('ping-target')}" ping="${at('ping')}">Read on</a>`,
    `<input type="image" src="${at('input-image')}"><details open ontoggle="window.top.pwned = 7"><summary>x</summary></details>`,
  ].join('\r\n')
}

test('a hostile mail shows its text, runs nothing, touches nothing and navigates nowhere', async ({ page }) => {
  const { url } = installation()
  await signIn(page)
  const mark = `hostile${randomBytes(4).toString('hex')}`
  const subject = `<img src=x onerror="window.pwned=8"> ${mark} <script>window.pwned=9</script>`
  const raw = Buffer.from([
    `From: "<b onmouseover=window.pwned=10>Eve</b>" <eve@hostile.example>`, `To: ${SALES.address}`, `Subject: ${subject}`, `Message-ID: <${mark}@hostile.example>`, `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', hostileHtml(mark), '',
  ].join('\r\n'))
  await sendUntilTaken(installation().gatewayPort, 'eve@hostile.example', SALES.address, raw)

  const asked: string[] = []
  page.context().on('request', (request) => asked.push(request.url()))
  const windows: string[] = []
  page.context().on('page', (opened) => windows.push(opened.url()))
  page.on('dialog', (dialog) => {
    windows.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`${url}/inbox?q=${mark}`)
  await page.getByRole('row', { name: new RegExp(mark) }).first().click()

  const frame = page.frameLocator('iframe[sandbox]')
  await expect(frame.getByText(`Dear customer, ${mark}`)).toBeVisible()
  // A document has loaded when everything that it refers to was fetched or refused.
  const mail = await (await page.locator('iframe[sandbox]').first().elementHandle())?.contentFrame()
  await mail?.waitForLoadState('load')

  const sandbox = await page.locator('iframe[sandbox]').first().getAttribute('sandbox')
  expect(sandbox?.split(' ')).not.toContain('allow-scripts')
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(asked.filter((address) => !address.startsWith(url) && !/^(data|blob|about):/.test(address))).toEqual([])
  expect(touched).toEqual([])
  expect(windows).toEqual([])
  expect(new URL(page.url()).origin).toBe(new URL(url).origin)
  await expect(page.getByText(mark).first()).toBeVisible()
})
