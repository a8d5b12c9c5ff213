import { z } from 'zod'
import type { FieldHint } from './node-type'
import type { ProblemCode } from './problem'
import { MAX_WAIT_SECONDS } from './wait'

/** How long a step may wait, in whole seconds. */
export const WaitSeconds = z
  .number()
  .int()
  .min(1, 'needsDuration' satisfies ProblemCode)
  .max(MAX_WAIT_SECONDS, 'waitTooLong' satisfies ProblemCode)

/** The reply that ends a wait early. `replied`: a later mail of the other side that a person wrote; `answered`: one of ours, wherever it was sent. */
export const AwaitedReply = z.enum(['nothing', 'replied', 'answered'])

/** What a step that waits for a reply says of itself, beside what it counts its time in. */
export const REPLY_WAIT = {
  field: {
    label: 'Or until',
    control: 'choice',
    choices: { nothing: 'Nothing, only the time', replied: 'The sender writes again', answered: 'One of us answers' },
  },
  ports: ['elapsed', 'replied'],
  portLabels: { elapsed: 'Time is up', replied: 'There is a reply' },
} as const satisfies { field: FieldHint; ports: readonly string[]; portLabels: Record<string, string> }
