/**
 * A Date field as ISO 8601 in UTC; null when it cannot be read. Wherever it is read it means the same: without a zone, or with one whose letters say nothing
 * certain, it counts as UTC (RFC 5322 4.3). Comments may stand anywhere (RFC 5322 3.3) and are no part of it.
 */
export function sentAtOf(value: string | null): string | null {
  if (value === null || value.length > 100) return null
  const text = withoutComments(value).replace(/\s+/g, ' ').trim()
  const clock = CLOCK.exec(text)
  if (clock === null) return null
  const [, before = '', hours = '', zone = ''] = clock
  const time = Date.parse(`${before.replace(/T$/, ' ')}${hours} ${KNOWN_ZONE.test(zone) ? zone.replace(':', '') : 'UTC'}`)
  return Number.isNaN(time) || Math.abs(time) > 8.64e14 ? null : new Date(time).toISOString()
}

// A time of day, what stands before it, and what zone follows.
const CLOCK = /^(.*?[\sT])(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?)\s?([+-]\d{2}:?\d{2}|[A-Za-z]{1,5})?$/
// Other letters mean different zones to different people; those of the military were defined the wrong way round in RFC 822 and are not to be believed.
const KNOWN_ZONE = /^(?:[+-]\d{2}:?\d{2}|[ECMP][SD]T)$/i

/** Comments nest. */
function withoutComments(value: string): string {
  let text = value
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(/\([^()]*\)/g, ' ')
  }
  return text
}
