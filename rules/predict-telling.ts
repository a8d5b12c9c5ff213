import type { EffectOf, World } from './effects'
import { act, partIsOff, say, type Prediction } from './prediction'

/** Predictions of what tells people and programs: notices, mails to colleagues, follow-ups, channels, web addresses. */

export function predictNotice({ userRef, text }: EffectOf<'user.notify'>, { userNames }: World): Prediction {
  if (!Object.hasOwn(userNames, userRef)) return partIsOff('no user', 'effect.userNotify.skip')
  return act('effect.userNotify.do', { user: { ref: 'user', id: userRef }, text: { text } })
}

export function predictUserMail({ userRef, subject }: EffectOf<'user.mail'>, { userNames }: World): Prediction {
  if (!Object.hasOwn(userNames, userRef)) return partIsOff('no user', 'effect.userMail.skip')
  return act('effect.userMail.do', { user: { ref: 'user', id: userRef }, subject: { text: subject } })
}

export function predictFollowUp({ userRef, text, dueAt }: EffectOf<'followUp.create'>, { userNames }: World): Prediction {
  if (!Object.hasOwn(userNames, userRef)) return partIsOff('no user', 'effect.followUp.skip')
  return act('effect.followUp.do', { user: { ref: 'user', id: userRef }, text: { text }, due: { instant: dueAt } })
}

export function predictPost({ channel, text, createMissing }: EffectOf<'channel.post'>, { channels = [] }: World): Prediction {
  const values = { channel: { text: channel }, text: { text } }
  if (channels.some((name) => name.toLowerCase() === channel.toLowerCase())) return act('effect.channelPost.do', values)
  return createMissing ? { would: 'do', describe: say('effect.channelPost.create', values), makes: true } : partIsOff('no channel', 'effect.channelPost.skip', { channel: { text: channel } })
}

export function predictCall(effect: EffectOf<'web.post'> | EffectOf<'http.request'>, { endpointNames = {} }: World): Prediction {
  const name = Object.hasOwn(endpointNames, effect.endpointRef) ? endpointNames[effect.endpointRef] : undefined
  if (effect.kind === 'web.post') {
    return name === undefined ? partIsOff('no endpoint', 'effect.webPost.skip') : act('effect.webPost.do', { endpoint: { text: name }, text: { text: effect.text } })
  }
  const request = { method: { text: effect.method }, path: { text: effect.path } }
  return name === undefined ? partIsOff('no endpoint', 'effect.httpRequest.skip') : act('effect.httpRequest.do', { endpoint: { text: name }, ...request })
}
