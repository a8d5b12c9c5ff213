import { createHmac } from 'node:crypto'

/** The links that people who are asked for approval get by mail. */
export interface ApprovalLinks {
  /** What proves that its holder got the mail: the same for an approval however often they are asked, while the installation's key is the same. */
  token(approvalId: string): string
  /** Where the token is entered: a page that asks before it decides. */
  url(token: string): string
}

/** Links signed with a key derived from the installation's (32 bytes in base64). `origin`: scheme, host and port people type. */
export function approvalLinks(origin: string, masterKey: string): ApprovalLinks {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('approval link').digest()
  return {
    token: (approvalId) => createHmac('sha256', key).update(approvalId).digest('base64url'),
    url: (token) => `${origin}/approve/${token}`,
  }
}

/** How the text of a stored mail names a link whose token must not be stored with it. */
export function linkMark(approvalId: string): string {
  return `postroom:approval/${approvalId}`
}

/** The effect key of the mail that asks somebody for an approval. */
export function askingKey(approvalId: string, why: 'asked' | 'reminded'): string {
  return `approval:${approvalId}:${why}`
}

/** A text with the link in place of its mark, for the approval that the mail with this effect key asks for. What else looks like a mark was written by people or came by mail. */
export function withLink(text: string, effectKey: string, links: ApprovalLinks): string {
  const approvalId = /^approval:([0-9a-f-]{36}):(?:asked|reminded)$/.exec(effectKey)?.[1]
  return approvalId === undefined ? text : text.replaceAll(linkMark(approvalId), () => links.url(links.token(approvalId)))
}
