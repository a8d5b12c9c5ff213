import { workspaceProcedure } from '../../trpc'

/** Where mail for local accounts is handed in by SMTP, on this machine. */
export const gateway = workspaceProcedure.query(({ ctx }) => ({ port: ctx.services.gatewayPort }))
