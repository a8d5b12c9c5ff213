import { z } from 'zod'

/** Fields of accounts and outgoing servers, as forms and scripts send them. */

export const NAME = z.string().trim().min(1).max(100)

/** Stored in lower case. */
export const ADDRESS = z.email().max(320).transform((address) => address.toLowerCase())

/** A name or an IP address; nothing that could carry a command or a path. */
const HOST = z.string().trim().toLowerCase().max(253).regex(/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/, 'is not the name of a server')

/** Control characters are refused: a line end would end the command that carries the name. */
const USER = z.string().min(1).max(320).regex(/^\P{Cc}+$/u, 'has characters that cannot be part of a user name')

export const SERVER = z.object({ host: HOST, port: z.number().int().min(1).max(65_535), security: z.enum(['tls', 'starttls', 'none']), user: USER })

export const PASSWORD = z.string().min(1).max(2_000)
