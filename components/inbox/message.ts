import type { Outputs } from '../data/trpc'

/** One mail of a thread, as the API hands it out: its HTML is safe. */
export type Message = Outputs['message']['thread']['messages'][number]

/** How a reader wants the mail of a sender: as it was designed, or as plain text. Remembered in this browser. */
export type Look = 'as sent' | 'plain'

const KEY = 'postroom.mail-look'

/** Whether a mail is more than text: only then is there a choice. */
export function isDesigned({ html }: Pick<Message, 'html'>): boolean {
  return html !== null && /<(?:table|img|h[1-6]|font|center)\b|style="|bgcolor=/i.test(html)
}

export function lookOf(sender: string): Look {
  return plainSenders().includes(sender.toLowerCase()) ? 'plain' : 'as sent'
}

export function rememberLook(sender: string, look: Look): void {
  const others = plainSenders().filter((address) => address !== sender.toLowerCase())
  localStorage.setItem(KEY, JSON.stringify(look === 'plain' ? [...others, sender.toLowerCase()].slice(-500) : others))
}

function plainSenders(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []
  } catch (error) {
    // Somebody else wrote there.
    if (error instanceof SyntaxError) return []
    throw error
  }
}
