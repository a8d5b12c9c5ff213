/**
 * What chats take, each in its documented form. The text is plain wherever it goes: characters that mean markup or a mention there are escaped or sent where nothing
 * reads them, so that a mail can neither call a whole room nor disguise a link.
 */

const CHAT_STYLES = ['slack', 'teams', 'discord', 'matrix'] as const
export type ChatStyle = (typeof CHAT_STYLES)[number]

/** Most characters each takes without refusing or folding the post. */
const MOST: Readonly<Record<ChatStyle, number>> = { slack: 3_000, teams: 3_000, discord: 2_000, matrix: 3_000 }

/** The JSON body of a post. */
export function chatBody(style: ChatStyle, text: string): string {
  return JSON.stringify(BODIES[style](text))
}

const BODIES: Readonly<Record<ChatStyle, (text: string) => unknown>> = {
  // Incoming webhooks: mentions are written <!here>, links <url|text>; without mrkdwn stars and underscores stay what they are.
  slack: (text) => ({ text: fitting('slack', text, (part) => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')), mrkdwn: false, link_names: false, parse: 'none', unfurl_links: false, unfurl_media: false }),
  // Workflows webhooks: a text run of a rich text block is the one text of an Adaptive Card that is not read as Markdown.
  teams: (text) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4', body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: fitting('teams', text) }] }] },
      },
    ],
  }),
  // No mention is resolved; 4 is SUPPRESS_EMBEDS.
  discord: (text) => ({ content: fitting('discord', text, (part) => part.replace(/[\\*_~`|>#[\]()<:-]/g, String.raw`\$&`)), allowed_mentions: { parse: [] }, flags: 4 }),
  // `m.mentions` present and empty: nobody is mentioned, whatever the body says (client-server API 1.7, user and room mentions).
  matrix: (text) => ({ msgtype: 'm.notice', body: fitting('matrix', text), 'm.mentions': {} }),
}

/** Cut so that the escaped text still fits, and never in the middle of an escape. */
function fitting(style: ChatStyle, text: string, escape: (part: string) => string = (part) => part): string {
  const most = MOST[style]
  // Half a character is refused by JSON parsers.
  const wellFormed = text.replace(/\p{Cs}/gu, '\ufffd')
  const whole = escape(wellFormed)
  if (whole.length <= most) return whole
  let kept = ''
  for (const character of wellFormed) {
    const next = escape(character)
    if (kept.length + next.length > most - 1) break
    kept += next
  }
  return `${kept}…`
}
