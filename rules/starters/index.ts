import { acknowledge } from './acknowledge'
import { channel } from './channel'
import { cleanup } from './cleanup'
import { invoices } from './invoices'
import { leads } from './leads'
import { sla } from './sla'
import type { Starter } from './starter'
import { tickets } from './tickets'
import { vacation } from './vacation'
import { vip } from './vip'

/** The registry of starters, in the order the gallery shows them. */
export const STARTERS: readonly Starter[] = [invoices, tickets, leads, vip, acknowledge, vacation, channel, cleanup, sla]
