import { Braces, Filter } from 'lucide-react'
import type { ComponentType } from 'react'
import type { FormatId } from '../../rules/exchange/formats'
import type { ReportLine } from '../../rules/exchange/format'
import type { LucideIcon } from '../ui/icon'
import { ScriptSource } from './script-source'

/**
 * The formats that rules are exchanged in, as the dialogs show them. To add one: an entry here, its `<id>` and `<id>Help` in the catalogue's `exchange.format`, and
 * its place in rules/exchange/formats.ts, which reads and writes it.
 */
export interface ShownFormat {
  readonly id: FormatId
  readonly icon: LucideIcon
  /** Shows the text with what was said of it; left out: the remarks alone, as a list. */
  readonly Source?: ComponentType<{ text: string; report: readonly ReportLine[] }>
}

export const SHOWN_FORMATS: readonly ShownFormat[] = [{ id: 'json', icon: Braces }, { id: 'sieve', icon: Filter, Source: ScriptSource }]
