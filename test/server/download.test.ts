import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachment } from '../../db/schema'
import { downloadAttachment, downloadPicture, downloadRaw } from '../../server/download'
import { bearer, personIn, tokenOf } from '../support/api'
import { mailWith } from '../support/fixtures'
import { openOfficeApi, type OfficeApi } from '../support/office-api'

const PDF = Buffer.from('%PDF-1.7 not really\n')
const RAW = Buffer.from(
  [
    'From: Pieter <pieter@bouw.example>', 'Subject: Frachtbrief', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See file.', '--b',
    'Content-Type: text/html; name="x.html"', 'Content-Disposition: attachment; filename="x.html"', 'Content-Transfer-Encoding: base64', '', PDF.toString('base64'), '--b--', '',
  ].join('\r\n'),
)

describe('downloads', () => {
  let office: OfficeApi
  let headers: Record<string, string>
  let messageId: string
  let attachmentId: string

  beforeAll(async () => {
    office = await openOfficeApi()
    headers = bearer(await tokenOf(office.api, office.person))
    await office.ask(async (tx) => {
      messageId = (await mailWith(tx, office, { subject: 'Frachtbrief "Łódź"', raw: RAW, attachment: { filename: '../Łódź "CMR".html', contentType: 'text/html' } })).messageId
      const [row] = await tx.update(attachment).set({ sha256: createHash('sha256').update(PDF).digest() }).where(eq(attachment.messageId, messageId)).returning()
      attachmentId = row?.id ?? ''
    })
  })
  afterAll(() => office.close())

  const get = (what: typeof downloadRaw, id: string, as: Record<string, string> = headers) => what(office.api.services, new Request('http://localhost:3000/', { headers: as }), id)

  it('give an attachment as a file that no browser runs, under its cleaned name', async () => {
    const response = await get(downloadAttachment, attachmentId)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename="__d_ _CMR_.html"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA%20_CMR_.html`,
    })
  })

  it('give the raw mail byte for byte', async () => {
    const response = await get(downloadRaw, messageId)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(RAW)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; .*\.eml/)
  })

  it('are refused to nobody in particular, and not found by another workspace', async () => {
    expect((await get(downloadAttachment, attachmentId, {})).status).toBe(401)
    const stranger = bearer(await tokenOf(office.api, await personIn(office.api)))
    expect((await get(downloadAttachment, attachmentId, stranger)).status).toBe(404)
    expect((await get(downloadRaw, messageId, stranger)).status).toBe(404)
    expect((await get(downloadRaw, '../../etc/passwd')).status).toBe(404)
  })

  it('say that only the mail server still has it when the copy is gone', async () => {
    const { messageId: gone } = await office.ask((tx) => mailWith(tx, office))
    const response = await get(downloadRaw, gone)
    expect([response.status, await response.json()]).toEqual([404, { error: expect.stringContaining('still on the mail server') }])
  })

  it('fetch a remote picture only where the mail itself names it, and never from a private place', async () => {
    const inside = 'http://127.0.0.1/a.png?x=1&y=2'
    const { messageId: designed } = await office.ask((tx) => mailWith(tx, office, { html: `<p>Hi</p><img src="${inside.replaceAll('&', '&amp;')}">` }))
    const picture = async (address: string) => {
      const response = await downloadPicture(office.api.services, new Request(`http://localhost:3000/?address=${encodeURIComponent(address)}`, { headers }), designed)
      return [response.status, await response.json()]
    }
    expect(await picture('http://example.com/other.png')).toEqual([404, { error: 'There is no such picture.' }])
    expect(await picture(inside)).toEqual([404, { error: expect.stringContaining('could not be fetched') }])
  })
})
