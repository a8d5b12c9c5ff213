'use client'
import { useMemo, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import type { References } from '../../rules/check-references'
import type { MessageFacts } from '../../rules/facts'
import type { RuleGraph } from '../../rules/graph'
import type { Moment } from '../../rules/moment'
import { isOver } from '../data/failure'
import { useTRPC, useTRPCClient, type Outputs } from '../data/trpc'
import { useDebounced } from './use-debounced'

export type Rehearsal = Outputs['rule']['dryRun']

/** The source of a mail that Postroom does not have: as text, or the bytes of a file. */
export interface PastedMail {
  readonly eml: string
  readonly encoding: 'text' | 'base64'
  /** Of the file; null: it was pasted. */
  readonly fileName: string | null
}

/** A test of the draft on one mail. Nothing is written or sent. */
export interface Trial {
  /** Whether there is a mail to try the draft on. */
  readonly isChosen: boolean
  readonly choose: (mailId: string | null) => void
  /** A mail that is tried instead of a stored one; kept nowhere but here. */
  readonly pasted: PastedMail | null
  readonly paste: (mail: PastedMail) => void
  /** The published version that is tried, by its id; null: the draft. */
  readonly version: string | null
  readonly chooseVersion: (version: string | null) => void
  /** What the draft would do with the mail; null before the first answer or while it has blockers. */
  readonly rehearsal: Rehearsal | null
  /** The plan that was tried, to explain its steps; null with `rehearsal.run`. */
  readonly plan: Plan | null
  readonly running: boolean
  readonly error: unknown
  readonly again: () => void
  /** What conditions see of the mail, for verdicts while one types. */
  readonly facts: MessageFacts | null
  /** Lists, working hours and the time that conditions see beside it; null before the first answer. */
  readonly moment: Moment | null
  /** The way out of each wait to try. */
  readonly outcomes: Readonly<Record<string, string>>
  readonly setOutcome: (node: string, port: string | null) => void
}

const REST_MILLISECONDS = 350
const NO_OUTCOMES: Readonly<Record<string, string>> = {}

/** Tries the draft on the chosen mail, again after each change. */
export function useTrial({ ruleId, graph, references, mailId: stored, choose }: { ruleId: string; graph: RuleGraph; references: References; mailId: string | null; choose: (mailId: string | null) => void }): Trial {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [pasted, setPasted] = useState<PastedMail | null>(null)
  const [version, setVersion] = useState<string | null>(null)
  const mailId = pasted === null ? stored : null
  const isChosen = pasted !== null || mailId !== null
  const [outcomes, setOutcomes] = useState(NO_OUTCOMES)
  const meaning = useDebounced(useMeaning(graph), REST_MILLISECONDS)
  const facts = useQuery(trpc.message.facts.queryOptions({ id: mailId ?? '' }, { enabled: mailId !== null }))
  const moment = useQuery(trpc.rule.moment.queryOptions(undefined, { enabled: isChosen, staleTime: 60_000 }))
  const trial = useQuery({
    queryKey: ['rehearsal', ruleId, mailId, pasted, outcomes, version ?? meaning],
    queryFn: async () => {
      const asked = { ruleId, ...(version === null ? { graph: meaning } : { version }), waitOutcomes: outcomes }
      if (pasted === null) return { rehearsal: await client.rule.dryRun.mutate({ ...asked, messageId: mailId ?? '' }), facts: null }
      const answer = await client.rule.dryRunPasted.mutate({ ...asked, eml: pasted.eml, encoding: pasted.encoding })
      return { rehearsal: answer, facts: answer.facts }
    },
    enabled: isChosen,
    placeholderData: keepPreviousData,
    // A mail that cannot be read is no better the second time.
    retry: (count, error) => pasted === null && count < 2 && !isOver(error),
    staleTime: 30_000,
  })
  const rehearsal = isChosen ? (trial.data?.rehearsal ?? null) : null
  const plan = useMemo(() => planOf(rehearsal, references), [rehearsal, references])
  return {
    isChosen,
    choose: (id) => {
      setPasted(null)
      choose(id)
    },
    pasted,
    paste: setPasted,
    version,
    chooseVersion: (next) => {
      setVersion(next)
      setOutcomes(NO_OUTCOMES)
    },
    rehearsal,
    plan,
    running: trial.isFetching,
    error: isChosen ? (trial.error ?? facts.error) : null,
    again: () => void trial.refetch(),
    facts: pasted !== null ? (trial.data?.facts ?? null) : mailId === null ? null : (facts.data ?? null),
    moment: moment.data ?? null,
    outcomes,
    setOutcome: (node, port) => setOutcomes((old) => Object.fromEntries([...Object.entries(old).filter(([id]) => id !== node), ...(port === null ? [] : [[node, port] as const])])),
  }
}

function planOf(rehearsal: Rehearsal | null, references: References): Plan | null {
  if (rehearsal === null || rehearsal.run === null) return null
  const compiled = compile(rehearsal.graph, references)
  return 'plan' in compiled ? compiled.plan : null
}

/** The drawing without where things stand: moving a step is no reason to try again. */
function useMeaning(graph: RuleGraph): RuleGraph {
  return useMemo(() => ({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, position: ORIGIN })) }), [graph])
}

const ORIGIN = { x: 0, y: 0 }
