/**
 * The number a text writes, for comparing: `1234.5`, `1,234.50`, `1.234,50`, `1 234`, `€ 12,–` alike. Null when it writes none or more than one.
 *
 * Of two kinds of separators the last one is the decimal point. A single one followed by exactly three digits separates thousands, unless what stands
 * before it is a lone zero: `1.234` is 1234 and `0.500` is a half.
 */
export function numberOf(text: string): number | null {
  const found = WRITTEN.exec(withWesternDigits(text.normalize('NFKC')).trim())
  if (found === null) return null
  const [, before = '', digits = '', after = ''] = found
  const plain = separated(digits.replace(/[\s'’_]/gu, ''))
  if (plain === null) return null
  const value = Number(plain)
  const isNegative = /[-−]$/u.test(before.trim()) || (before.trim().endsWith('(') && after.trim().startsWith(')'))
  return isNegative ? -value : value
}

/** The zeros of Arabic, Persian, Devanagari, Bengali and Thai digits; the other nine follow each. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]
const ELSEWHERE = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g

/** With the decimal point and the thousands mark that stand between Arabic ones. */
function withWesternDigits(text: string): string {
  return text.replace(ELSEWHERE, (digit) => String(digit.charCodeAt(0) - (ZEROS.findLast((zero) => zero <= digit.charCodeAt(0)) ?? 0))).replace(/٫/g, '.').replace(/٬/g, ',')
}

// Around the digits at most a sign, a currency or a unit: words with digits of their own are not one number.
const WRITTEN = /^(\D{0,10}?)(\d(?:[\d.,'’_\s]{0,40}\d)?)[.,]?(\D{0,10})$/u

/** Digits with a decimal point only; null when the separators make no sense. */
function separated(digits: string): string | null {
  const marks = digits.replace(/\d/g, '')
  if (marks === '') return digits
  const last = marks.at(-1) ?? ''
  const isMixed = [...marks].some((mark) => mark !== last)
  if (isMixed) {
    const at = digits.lastIndexOf(last)
    const whole = thousands(digits.slice(0, at), last === '.' ? ',' : '.')
    return marks.indexOf(last) === marks.length - 1 && whole !== null ? `${whole}.${digits.slice(at + 1)}` : null
  }
  const [head = '', tail = ''] = digits.split(last)
  if (marks.length === 1 && (tail.length !== 3 || head === '0' || head.length > 3)) return `${head}.${tail}`
  return thousands(digits, last)
}

function thousands(digits: string, mark: string): string | null {
  const [head = '', ...groups] = digits.split(mark)
  return head.length >= 1 && head.length <= 3 && groups.every(({ length }) => length === 3) ? head + groups.join('') : null
}
