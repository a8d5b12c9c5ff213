// Reads server-sent events as they come.

export interface ServerEvent {
  readonly event: string
  readonly id: string
  readonly data: string
}

/** Events of a response until it ends or `signal` aborts. Comments and pings are passed over. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder()
  let left = ''
  for await (const chunk of response.body ?? []) {
    left += decoder.decode(chunk, { stream: true })
    const blocks = left.split('\n\n')
    left = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
      const event = fields.get('event') ?? 'message'
      if (event !== 'ping' && fields.has('data')) yield { event, id: fields.get('id') ?? '', data: fields.get('data') ?? '' }
    }
  }
}
