import type { DestinationStream } from 'pino'
import { z } from 'zod'

const LINE = z.object({ time: z.string(), level: z.string(), msg: z.string().default(''), pid: z.number().optional() }).loose()

/** Turns JSON lines into `12:00:01 warn  sentence  field=value` for a person at a terminal. */
export function prettyLines(out: { write(text: string): unknown }): DestinationStream {
  return {
    write(line) {
      const { time, level, msg, pid: _pid, ...rest } = LINE.parse(JSON.parse(line))
      const fields = Object.entries(rest).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      out.write(`${[time.slice(11, 19), level.padEnd(5), msg, ...fields].join('  ')}\n`)
    },
  }
}
