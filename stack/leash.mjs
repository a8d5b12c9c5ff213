// Preloaded into our own Node processes (`node --import`): ends the process when the supervisor that started it is gone.
// The supervisor holds the other end of file descriptor 3; the kernel closes it however the supervisor ends, also by SIGKILL.
// An orphaned worker would go on sending mail beside its successor.

import { Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'

const GRACE_MILLISECONDS = 6_000

// Threads and forked children inherit the preload but not the descriptor: the variable is for one process and is taken away by it.
// The parent's pid would not do: the supervisor may be gone before this line runs.
if (isMainThread && process.env.POSTROOM_LEASH === '1') {
  delete process.env.POSTROOM_LEASH
  const leash = new Socket({ fd: 3, readable: true, writable: false })
  const end = () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MILLISECONDS).unref()
  }
  leash.once('end', end)
  leash.once('error', end)
  leash.resume()
  leash.unref()
}
