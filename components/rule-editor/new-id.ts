/** An id for a step or a connection. Random, never counted: a step's id is what its scopes are remembered by, and one that is gone must not come back as another step. */
export function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12)
}
