/** What a delivery report says of a mail that came back. */
export interface Returned {
  /** Message-IDs with angle brackets that the report names: of the mail that was sent, wherever the reporting server wrote it. Never empty. */
  readonly messageIds: readonly string[]
  /** The server's own words, on one line; null when it says none. */
  readonly said: string | null
}

const MOST_IDS = 20
const SAID = 300

/**
 * Reads the body of a delivery report (RFC 3464), also of servers that write one of their own making with the returned header below it. Null when the mail is only late, was
 * delivered or passed on, and when no mail is named. Linear; never throws. What it says is somebody's claim: match its ids with mail that was sent.
 */
export function returnedIn(raw: Buffer, bodyStart: number): Returned | null {
  const body = raw.toString('latin1', bodyStart).replaceAll('\r\n', '\n')
  const actions = [...body.matchAll(/^action:[ \t]*([a-z]+)/gim)]
  const failed = actions.find(([, action = '']) => action.toLowerCase() === 'failed')
  if (actions.length > 0 && failed === undefined) return null
  const named = body.matchAll(/^(?:original-)?message-id:[ \t]*(?:\n[ \t]+)?(<[^<>\s]{1,900}>)/gim)
  const messageIds = [...new Set(Array.from(named, ([, id = '']) => id))].slice(0, MOST_IDS)
  return messageIds.length === 0 ? null : { messageIds, said: failed === undefined ? null : saidIn(recipientAround(body, failed.index)) }
}

/** The fields of one recipient: the lines around its Action, up to the empty lines (RFC 3464 2.3). */
function recipientAround(body: string, at: number): string {
  const end = body.indexOf('\n\n', at)
  return body.slice(body.lastIndexOf('\n\n', at) + 1, end < 0 ? body.length : end).replace(/\n[ \t]+/g, ' ')
}

function saidIn(fields: string): string | null {
  const value = (name: RegExp) => name.exec(fields)?.[1]?.trim() ?? ''
  const diagnosis = value(/^diagnostic-code:[ \t]*(?:[a-z0-9-]+[ \t]*;)?(.*)$/im)
  const said = (diagnosis === '' ? value(/^status:(.*)$/im) : diagnosis).replace(/[^\x20-\x7e]+/g, ' ').slice(0, SAID)
  return said === '' ? null : said
}
