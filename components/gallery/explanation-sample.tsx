'use client'
import type { Compared } from '../../rules/node-type'
import { ValueCompare } from '../explanation/value-compare'
import { Box } from './box'

const ROWS: readonly Compared[] = [
  { path: [], kind: 'group', mode: 'all', actual: null, verdict: false },
  { path: [0], kind: 'test', field: 'fromDomain', operator: 'isOneOf', expected: ['example.com', 'example.net'], actual: ['example.com'], mark: [0, 0, 11], verdict: true },
  { path: [1], kind: 'group', mode: 'any', actual: null, verdict: true },
  { path: [1, 0], kind: 'test', field: 'subject', operator: 'contains', expected: ['invoice'], actual: ['Your invoice 2026-118 for November'], mark: [0, 5, 12], verdict: true },
  { path: [1, 1], kind: 'test', field: 'attachmentName', operator: 'contains', expected: ['invoice'], actual: null, verdict: null },
  { path: [2], kind: 'test', field: 'subject', operator: 'notContains', expected: ['reminder'], actual: ['Reminder: your invoice'], mark: [0, 0, 8], verdict: false },
  { path: [3], kind: 'test', field: 'header:x-priority', operator: 'is', expected: ['1'], actual: [], verdict: false },
]

export function ExplanationSample() {
  return (
    <Box className="p-4">
      <ValueCompare rows={ROWS} storedAt={new Date(Date.UTC(2026, 10, 20, 13, 21, 7))} />
    </Box>
  )
}
