import { describe, expect, test } from 'vitest'
import { approvalLinks, askingKey, linkMark, withLink } from '../../activities/approval-links'
import { newId } from '../../db/schema/columns'

const links = approvalLinks('https://post.example', Buffer.alloc(32, 7).toString('base64'))

describe('the link in a mail that asks for approval', () => {
  test('is of the approval it asks for; one of somebody else that the question or the mail itself names stays a text', () => {
    const [mine, theirs] = [newId(), newId()]
    const text = `Pay? ${linkMark(theirs)}\n${linkMark(mine)}`
    expect(withLink(text, askingKey(mine, 'asked'), links)).toBe(`Pay? ${linkMark(theirs)}\n${links.url(links.token(mine))}`)
    expect(withLink(text, `${newId()}/tell/0`, links)).toBe(text)
  })

  test('is another for each approval and for each installation', () => {
    const id = newId()
    const elsewhere = approvalLinks('https://post.example', Buffer.alloc(32, 8).toString('base64'))
    expect(new Set([links.token(id), links.token(newId()), elsewhere.token(id)]).size).toBe(3)
    expect(links.token(id)).toBe(links.token(id))
  })
})
