import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { record, timelineEntry } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { mailWith } from '../../support/fixtures'
import { openOfficeApi, type OfficeApi } from '../../support/office-api'

describe('records over the API', () => {
  let office: OfficeApi
  beforeAll(async () => { office = await openOfficeApi() })
  afterAll(() => office.close())

  let number = 0
  async function ticket(title: string, threadId: string | null = null): Promise<string> {
    const id = newId()
    number += 1
    await office.ask((tx) => tx.insert(record).values({ id, workspaceId: office.workspaceId, type: 'ticket', number, title, contactName: 'Pieter', contactAddress: 'pieter@bouw.example', threadId }))
    return id
  }

  it('are listed last changed first, found by number and words, and counted per stage', async () => {
    const first = await ticket('Crane waits')
    const second = await ticket('Pallet damaged')
    await office.call.record.addNote({ id: first, text: 'Called the terminal.' })
    const { rows, counts } = await office.call.record.list()
    expect(rows.map(({ id }) => id)).toEqual([first, second])
    expect(counts).toEqual([{ type: 'ticket', stage: 'new', count: 2 }])
    expect((await office.call.record.list({ filter: { q: '#2' } })).rows.map(({ id }) => id)).toEqual([second])
    expect((await office.call.record.list({ filter: { q: 'CRANE' } })).rows.map(({ id }) => id)).toEqual([first])
  })

  it('move through stages, and each move is a line in the timeline with what was before', async () => {
    const id = await ticket('Stages')
    await office.call.record.setStage({ id, revision: 1, stage: 'open' })
    await office.call.record.setStage({ id, revision: 2, stage: 'done' })
    const detail = await office.call.record.get({ id })
    expect(detail).toMatchObject({ stage: 'done', revision: 3, closedAt: expect.any(Date) })
    expect(detail.timeline.map(({ kind, data }) => [kind, data])).toEqual([['stage', { from: 'open', to: 'done' }], ['stage', { from: 'new', to: 'open' }]])
    expect(detail.timeline[0]?.user?.id).toBe(office.userId)
  })

  it('refuse a change made on an old revision', async () => {
    const id = await ticket('Raced')
    await office.call.record.rename({ id, revision: 1, title: 'Won' })
    await expect(office.call.record.rename({ id, revision: 1, title: 'Lost' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await office.call.record.get({ id })).title).toBe('Won')
  })

  it('are not opened again beside another open one of the same conversation', async () => {
    const { threadId } = await office.ask((tx) => mailWith(tx, office))
    const old = await ticket('Old', threadId)
    await office.call.record.setStage({ id: old, revision: 1, stage: 'done' })
    await ticket('New', threadId)
    await expect(office.call.record.setStage({ id: old, revision: 2, stage: 'open' })).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already has the open ticket') })
  })

  it('are given to members only', async () => {
    const id = await ticket('Assigned')
    await expect(office.call.record.assign({ id, revision: 1, assigneeId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await office.call.record.assign({ id, revision: 1, assigneeId: office.userId })
    expect((await office.call.record.get({ id })).assignee?.id).toBe(office.userId)
    await office.call.record.assign({ id, revision: 2, assigneeId: null })
    expect((await office.call.record.get({ id })).assignee).toBeNull()
  })

  it('show the mails of their timeline with text and attachments', async () => {
    const mail = await office.ask((tx) => mailWith(tx, office, { text: 'Where is it?', attachment: { filename: 'CMR.pdf', contentType: 'application/pdf' } }))
    const id = await ticket('With mail', mail.threadId)
    await office.ask((tx) => tx.insert(timelineEntry).values({ workspaceId: office.workspaceId, recordId: id, kind: 'mail in', messageId: mail.messageId }))
    const detail = await office.call.record.get({ id })
    expect(detail).toMatchObject({ accountId: office.accountId, mailCount: 1, timeline: [{ kind: 'mail in', message: { text: 'Where is it?', attachments: [{ filename: 'CMR.pdf' }] } }] })
  })
})
