import { sql, type SQL } from 'drizzle-orm'

const DAY = 86_400_000

/**
 * Says of an execution's id that it was made within a day of another, which all executions of an event are: so that the database looks into one month's table and not
 * into all. `column`: the id that is looked for; `id`: the UUIDv7 it is near to.
 */
export function isNear(column: SQL, id: string): SQL {
  const at = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  return sql`${column} >= ${floor(at - DAY)}::uuid and ${column} < ${floor(at + DAY)}::uuid`
}

function floor(time: number): string {
  const digits = Math.max(0, Math.min(time, 0xff_ff_ff_ff_ff_ff)).toString(16).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`
}
