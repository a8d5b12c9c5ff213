import type { Random } from '../../stack/demo/random'

const SYLLABLES = ['ba', 'co', 'de', 'fi', 'gra', 'hal', 'in', 'jo', 'ker', 'lu', 'mon', 'nel', 'or', 'pa', 'quen', 'ri', 'sta', 'ter', 'un', 'ver', 'wil', 'xe', 'yo', 'zan']
const WORDS = 5_000
const LINE = 72
const POOL = 1_000_000

/** Words and bytes to write mail with: few are common and most are rare, as in real text. */
export class Vocabulary {
  private readonly known: readonly string[]
  private readonly lines: string

  constructor(private readonly random: Random) {
    this.known = Array.from({ length: WORDS }, (_, index) => `${Array.from({ length: random.between(1, 4) }, () => random.pick(SYLLABLES)).join('')}${index % 12 === 0 ? 'ä' : ''}`)
    const bytes = Buffer.alloc(POOL, 0)
    for (let at = 0; at < POOL; at += 4) bytes.writeUInt32LE(Math.floor(random.next() * 4_294_967_296), at)
    this.lines = (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(' ').replaceAll('ä', 'a')
  }

  /** Lines of text of about so many bytes, UTF-8 with one character per byte. */
  text(bytes: number): string {
    const lines: string[] = []
    let length = 0
    while (length < bytes) {
      let line = this.word()
      while (line.length < Math.min(LINE, bytes - length)) line += ` ${this.word()}`
      lines.push(line)
      length += line.length + 2
    }
    return Buffer.from(lines.join('\r\n'), 'utf8').toString('latin1')
  }

  /** Lines of base64 of about so many bytes. */
  base64(bytes: number): string {
    const from = this.random.between(0, Math.floor(this.lines.length / 78 / 2)) * 78
    let text = this.lines.slice(from, from + bytes)
    while (text.length < bytes) text += this.lines.slice(0, bytes - text.length)
    return text.replace(/\r$/, '')
  }

  private word(): string {
    // Zipf's law, near enough: the rank is spread evenly over its logarithm.
    return this.known[Math.floor(WORDS ** this.random.next()) - 1] ?? 'word'
  }
}
