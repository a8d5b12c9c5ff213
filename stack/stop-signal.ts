/** A terminal's Ctrl-C reaches us directly and once more through npm; only one that comes later than this is meant as "now". */
const SAME_KEYPRESS_MILLISECONDS = 1_000

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. A later second one ends this process at once: our Node children follow,
 * and the next start stops the rest.
 */
export function nextStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first = 0
    const heard = (signal: NodeJS.Signals): void => {
      if (first === 0) {
        first = Date.now()
        resolve(signal)
      } else if (Date.now() - first > SAME_KEYPRESS_MILLISECONDS) process.exit(130)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
    // A closed terminal or pipe must not kill the supervisor before it has stopped its children.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => heard('SIGHUP'))
  })
}
