import { z } from 'zod'
import { CalendarHours, TimeZone } from '../../../rules/calendar'

export const CALENDAR_FIELDS = { name: z.string().trim().min(1).max(100), timeZone: TimeZone, hours: CalendarHours }
