import type { EffectOf, Suppression, World } from './effects'
import { journeyOf, passableTo, type Journey } from './passing-on'
import { act, keyOf, partIsOff, say, type Prediction } from './prediction'

/** Predictions of mails that leave, and of other rules that run. */

export function predictReply(effect: EffectOf<'mail.reply'>, world: World): Prediction {
  const suppression = world.suppression ?? (world.isAddressed === false && effect.evenUnaddressed !== true ? 'not addressed' : null)
  return suppression === null ? act('effect.mailReply.do', { address: { text: effect.to.address }, subject: { text: effect.subject } }) : suppressed(suppression, 'effect.mailReply.skip')
}

export function predictSend({ to, subject }: EffectOf<'mail.send'>, world: World): Prediction {
  const address = addressOf(to, world)
  if (address === null) return partIsOff(to.who === 'user' ? 'no user' : 'no contact', 'effect.mailSend.skip')
  const journey = journeyIn(world)
  const isAnswer = to.who === 'sender' || (to.who === 'contact' && address.toLowerCase() === journey.answersTo)
  const suppression = isAnswer ? (world.suppression ?? (world.isAddressed === false ? 'not addressed' : null)) : journey.own.includes(address.toLowerCase()) ? 'own address' : null
  if (suppression !== null) return suppressed(suppression, 'effect.mailSend.skip')
  return act('effect.mailSend.do', { address: to.who === 'user' ? { ref: 'user', id: to.userRef } : { text: address }, subject: { text: subject } })
}

function addressOf(to: EffectOf<'mail.send'>['to'], { userNames, userAddresses = {}, recordContact = null }: World): string | null {
  switch (to.who) {
    case 'sender':
    case 'address':
      return to.address.address
    case 'user':
      return Object.hasOwn(userNames, to.userRef) ? (userAddresses[to.userRef] ?? '') : null
    case 'contact':
      return recordContact
  }
}

function journeyIn({ mail }: World): Journey {
  return mail === undefined ? NOWHERE : journeyOf(mail)
}

export function predictPassing(effect: EffectOf<'mail.forward'> | EffectOf<'mail.redirect'>, world: World): Prediction {
  const phrase = effect.kind === 'mail.forward' ? 'effect.mailForward' : 'effect.mailRedirect'
  const { to, stop } = passableTo(journeyIn(world), effect.to)
  if (stop !== null) return { would: 'skip', reason: 'loop guard', detail: stop, describe: say(`${phrase}.skip`, { reason: { sentence: say(`guard.${keyOf(stop)}`) } }) }
  return act(`${phrase}.do`, { addresses: { texts: to.map(({ address }) => address), join: 'and' } })
}

const NOWHERE: Journey = { own: [], senders: [], visited: [], isLost: false, answersTo: null }

export function predictRun({ ruleRef }: EffectOf<'rule.run'>, { rules = {} }: World): Prediction {
  const rule = Object.hasOwn(rules, ruleRef) ? rules[ruleRef] : undefined
  if (rule === undefined) return partIsOff('no rule', 'effect.ruleRun.skip')
  if (rule.isPaused) return partIsOff('rule paused', 'effect.ruleRun.skip')
  return act('effect.ruleRun.do', { rule: { text: rule.name } })
}

function suppressed(suppression: Suppression, phrase: string): Prediction {
  return { would: 'skip', reason: 'suppressed', detail: suppression, describe: say(phrase, { reason: { sentence: say(`suppression.${keyOf(suppression)}`) } }) }
}
