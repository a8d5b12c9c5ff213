import type { HeadersOnly, ParsedMessage } from '../../mail/parsed-message'

/** True when the whole message was read, not its headers alone. */
export function isWhole(parsed: ParsedMessage | HeadersOnly): parsed is ParsedMessage {
  return 'bodyHash' in parsed
}
