import { notifyChanged, type Tx } from '../../../db/client'
import { calendar } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import type { CalendarHours } from '../../../rules/calendar'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import { requireFreeName } from './view'

/** Adds working hours. Fails with `conflict.name` where there are some of that name. */
export async function insertCalendar(
  tx: Tx,
  actor: Actor,
  fields: { readonly name: string; readonly timeZone: string; readonly hours: CalendarHours },
): Promise<{ readonly id: string; readonly name: string; readonly timeZone: string; readonly hours: CalendarHours }> {
  const id = newId()
  await requireFreeName(tx, actor.workspaceId, fields.name, id)
  await tx.insert(calendar).values({ id, workspaceId: actor.workspaceId, ...fields })
  await audit(tx, actor, { kind: 'calendar.created', subjectKind: 'calendar', subjectId: id })
  await notifyChanged(tx, actor.workspaceId, 'calendar', [id])
  return { id, ...fields }
}
