import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listMessages, type MessageListQuestion } from '../../../db/queries/message-list'
import { parseSearch } from '../../../mail/search-query'
import { accountWith, mailWith, openOffice, workspaceWith, type Office } from '../../support/fixtures'
import * as schema from '../../../db/schema'

describe('the message list', () => {
  let office: Office
  const day = (number: number, hour = 12) => new Date(Date.UTC(2026, 10, number, hour))
  const ids: Record<string, { messageId: string; threadId: string }> = {}

  const list = (question: Partial<MessageListQuestion> & { q?: string } = {}) =>
    office.ask((tx) => listMessages(tx, { workspaceId: office.workspaceId, scope: { kind: 'inbox' }, search: parseSearch(question.q ?? ''), cursor: null, limit: 50, ...question }))
  const subjects = async (question: Parameters<typeof list>[0]) => (await list(question)).rows.map((row) => row.subject)

  beforeAll(async () => {
    office = await openOffice()
    await office.ask(async (tx) => {
      ids.first = await mailWith(tx, office, { subject: 'NWF-20418 late', receivedAt: day(1), flags: ['\\Seen'] })
      ids.second = await mailWith(tx, office, { subject: 'Re: NWF-20418 late', receivedAt: day(3), threadId: ids.first.threadId, attachment: { filename: 'CMR.pdf', contentType: 'application/pdf' } })
      ids.quote = await mailWith(tx, office, { subject: 'Quote for 40 pallets', from: 'ayse@lojistik.example', fromName: 'Ayşe Yıldırım', receivedAt: day(2), flags: ['\\Seen', '\\Flagged'] })
      ids.filed = await mailWith(tx, office, { subject: 'Faktura 0871', from: 'lukasz@hurt.example', receivedAt: day(4), mailboxId: office.mailboxes.Invoices, flags: ['\\Seen'] })
      const [tag] = await tx.insert(schema.tag).values({ workspaceId: office.workspaceId, name: 'Finance' }).returning()
      if (tag !== undefined) await tx.insert(schema.messageTag).values({ workspaceId: office.workspaceId, messageId: ids.filed.messageId, tagId: tag.id })
    })
  })
  afterAll(() => office.close())

  it('shows one row per thread, newest first, by its newest mail', async () => {
    expect(await subjects({})).toEqual(['Re: NWF-20418 late', 'Quote for 40 pallets'])
  })

  it('says of a thread how many mails it has, who wrote, whether one is unread and whether one has an attachment', async () => {
    const [row] = (await list()).rows
    expect(row).toMatchObject({ count: 2, unread: true, starred: false, hasAttachment: true, people: [{ name: 'Pieter van den Berg', address: 'pieter@bouw.example', ours: false }] })
  })

  it('leaves mail out of the inbox that lies elsewhere, and shows it there', async () => {
    expect(await subjects({ scope: { kind: 'mailbox', mailboxId: office.mailboxes.Invoices } })).toEqual(['Faktura 0871'])
  })

  it('shows starred mail wherever it lies', async () => {
    expect(await subjects({ scope: { kind: 'starred' } })).toEqual(['Quote for 40 pallets'])
  })

  it.each([
    ['words at their beginning, in any case', 'QUOT pall', ['Quote for 40 pallets']],
    ['a number inside a reference', '20418', ['Re: NWF-20418 late']],
    ['a sender by part of the name', 'from:yıldırım', ['Quote for 40 pallets']],
    ['a sender by domain', 'from:hurt.example', ['Faktura 0871']],
    ['a tag', 'tag:finance', ['Faktura 0871']],
    ['an attachment', 'has:attachment', ['Re: NWF-20418 late']],
    ['unread mail', 'is:unread', ['Re: NWF-20418 late']],
    ['mail in a mailbox', 'in:invoices', ['Faktura 0871']],
    ['days', 'after:2026-11-02 before:2026-11-03', ['Quote for 40 pallets']],
    ['an older mail of a thread whose newest does not match', 'before:2026-11-02', ['NWF-20418 late']],
    ['per cent signs as they are', 'subject:"4%"', []],
    ['quotes and operators without breaking', `' & | ! "zz`, []],
  ])('finds %s', async (_what, q, expected) => {
    expect(await subjects({ q, scope: { kind: 'all' } })).toEqual(expected)
  })

  it('goes on where the last page ended, without a gap or a repetition', async () => {
    const first = await list({ limit: 1 })
    expect(first.nextCursor).not.toBeNull()
    const second = await list({ limit: 1, cursor: first.nextCursor })
    expect([first.rows[0]?.subject, second.rows[0]?.subject, second.nextCursor]).toEqual(['Re: NWF-20418 late', 'Quote for 40 pallets', null])
  })

  it('shows nothing of another workspace', async () => {
    const other = await workspaceWith(office.database, 'Southwind', 'eve@southwind.example')
    await office.database.inWorkspace(other.workspaceId, async (tx) => {
      await mailWith(tx, { ...other, ...(await accountWith(tx, other.workspaceId, 'eve@southwind.example')) }, { subject: 'Secret' })
    })
    expect(await subjects({ scope: { kind: 'all' }, q: 'secret' })).toEqual([])
  })
})
