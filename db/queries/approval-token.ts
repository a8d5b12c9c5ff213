import { createHash } from 'node:crypto'

/** What is stored of the token in a link: with that many random bits a fast hash is enough, and who reads the database cannot use it. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
