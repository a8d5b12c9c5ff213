/** Deadlock, serialization failure, lock timeout; lost or refused connections; the server shutting down or out of room for more sessions. */
const TRANSIENT = /^(?:40001|40P01|55P03|08...|57P0.|53300|25P03)$/
/** What the driver says when its connection goes away under it. */
const DISCONNECTED = /^(?:CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/

/** True for an error that says nothing about what was asked, only that it could not be asked: the whole transaction may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && (TRANSIENT.test(at.code) || DISCONNECTED.test(at.code))) return true
  }
  return false
}
