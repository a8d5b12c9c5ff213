import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { identify } from './process-identity'

/** Resolves when something accepts connections on the port of 127.0.0.1; gives up at once when the process that should is gone. */
export async function portAnswers(port: number, pid: number, timeoutMilliseconds = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMilliseconds
  while (!(await accepts(port))) {
    if (identify(pid) === null) throw new Error(`The process that should answer on port ${port} has ended.`)
    if (Date.now() > deadline) throw new Error(`Nothing answers on port ${port} after ${timeoutMilliseconds / 1000} s.`)
    await pause(20)
  }
}

/** Whether something accepts connections on the port right now. */
export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host })
    const answer = (open: boolean): void => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.setTimeout(2_000, () => answer(false))
  })
}
