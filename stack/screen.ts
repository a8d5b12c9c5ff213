/** What `npm start` says: in a terminal the running steps with their time, redrawn in place; otherwise one plain line per event. */
export interface Screen {
  /** A line that stays. */
  line(text: string): void
  /** A step that takes time; end it with done() or failed(). */
  step(text: string): Step
  /** Stops redrawing. */
  close(): void
}

export interface Step {
  /** Other words for what the step is doing now. */
  now(text: string): void
  done(text?: string): void
  failed(text: string): void
}

const FRAMES = ['◐', '◓', '◑', '◒']
/** Without a terminal a step that goes on says so this often. */
const STILL_SECONDS = 30

interface Open {
  text: string
  readonly began: number
  said: number
}

export function createScreen(out: NodeJS.WriteStream = process.stdout): Screen {
  const open = new Set<Open>()
  let drawn = 0
  let frame = 0

  const erase = (): void => {
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[0J`)
    drawn = 0
  }
  const draw = (): void => {
    if (!out.isTTY) return
    for (const step of open) {
      const text = `${FRAMES[frame % FRAMES.length] ?? ''} ${step.text}  ${elapsed(step.began)}`
      out.write(`${text.slice(0, (out.columns || 80) - 1)}\n`)
    }
    drawn = open.size
  }
  const line = (text: string): void => {
    erase()
    out.write(`${text}\n`)
    draw()
  }
  const tick = (): void => {
    if (out.isTTY) {
      frame += 1
      erase()
      draw()
      return
    }
    for (const step of open) {
      const seconds = Math.floor((Date.now() - step.began) / 1000)
      if (seconds - step.said < STILL_SECONDS) continue
      step.said = seconds
      line(`… ${step.text}  ${elapsed(step.began)}`)
    }
  }
  const timer = setInterval(tick, out.isTTY ? 250 : 1_000)
  timer.unref()

  return {
    line,
    step(text) {
      const step: Open = { text, began: Date.now(), said: 0 }
      open.add(step)
      if (out.isTTY) {
        erase()
        draw()
      } else line(`… ${text}`)
      const end = (mark: string, words: string): void => {
        if (!open.has(step)) return
        erase()
        open.delete(step)
        line(`${mark} ${words}  ${elapsed(step.began)}`)
      }
      return {
        now: (words) => {
          if (words !== step.text && !out.isTTY) line(`… ${words}`)
          step.text = words
        },
        done: (words = step.text) => end('✓', words),
        failed: (words) => end('✗', words),
      }
    },
    close() {
      clearInterval(timer)
      erase()
      open.clear()
    },
  }
}

/** '3 s', '2 min 05 s'. */
export function elapsed(since: number, now = Date.now()): string {
  const seconds = Math.round((now - since) / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
