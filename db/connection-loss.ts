/** The session was ended by the server: shut down, crashed, idle in a transaction for too long. */
const ENDED = /^(?:57P0[1-5]|25P03)$/
/** What the driver or the system say when the connection goes away under it. */
const GONE = /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|ECONN|EPIPE|ETIMEDOUT)/

/** True when an error, or what caused it, says that the connection to the database is no more. */
export function isConnectionLoss(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && (ENDED.test(at.code) || GONE.test(at.code))) return true
  }
  return false
}
