import { sql, type SQL } from 'drizzle-orm'

const PUNCTUATION = /[\s@.\-_/:#+()[\]<>"'&|!*,;\\]+/

/** Every word of a text must be the start of a word in the message with the given alias. Cuts at the same punctuation as the column `search` does. */
export function wordsCondition(text: string, alias: SQL): SQL {
  const words = text.split(PUNCTUATION).filter((word) => word !== '').slice(0, 20)
  if (words.length === 0) return sql`false`
  return sql.join(words.map((word) => sql`${alias}.search @@ to_tsquery('simple', ${`'${word}':*`})`), sql` and `)
}
