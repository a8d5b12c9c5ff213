import { z } from 'zod'
import { defineWait } from '../node-type'
import { AwaitedReply, REPLY_WAIT, WaitSeconds } from '../wait-config'

/** Waits for a time, or until there is a reply if that comes first. A reply that is already there counts (semantics 16). */
export const wait = defineWait({
  type: 'wait.reply',
  configVersion: 1,
  label: 'Wait',
  summary: 'Waits for a time, or until there is a reply.',
  group: 'wait',
  icon: 'hourglass',
  synonyms: ['delay', 'pause', 'timer', 'until reply', 'remind', 'follow up'],
  config: z.object({
    seconds: WaitSeconds,
    listensTo: AwaitedReply,
  }),
  initial: { seconds: 4 * 60 * 60, listensTo: 'answered' },
  fields: {
    seconds: { label: 'Wait for', control: 'duration' },
    listensTo: REPLY_WAIT.field,
  },
  ports: REPLY_WAIT.ports,
  portLabels: REPLY_WAIT.portLabels,
  phrases: {
    nothing: 'wait {duration}',
    replied: 'wait up to {duration} for the sender to write again',
    answered: 'wait up to {duration} for one of us to answer',
  },
  sentence: ({ seconds, listensTo }) => [{ phrase: `node.wait.reply.${listensTo}`, values: { duration: { durationSeconds: seconds } } }],
  examples: [
    { title: 'Three days', config: { seconds: 259_200, listensTo: 'nothing' }, message: {}, expect: { sentence: 'wait 3 days' } },
    {
      title: 'Until one of us answers, four hours at most',
      config: { seconds: 14_400, listensTo: 'answered' },
      message: {},
      expect: { sentence: 'wait up to 4 hours for one of us to answer' },
    },
  ],
  until: ({ seconds, listensTo }) => ({ due: { afterSeconds: seconds }, listensTo, eventPort: 'replied', elapsedPort: 'elapsed' }),
})
