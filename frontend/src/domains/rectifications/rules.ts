import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Field } from '@/shared/lib/verbs'
import { useWordList, type ProblemRow, type Verb } from './api'

export const FILTERS = [
  ...(['q', 'unit', 'state', 'severity', 'kind', 'cause', 'source'] as const),
  ...(['overdue', 'recheck_due', 'recurring', 'due_from', 'due_to'] as const),
] as const
export const TASK_FILTERS = ['unit', 'done', 'overdue', 'kind'] as const
export const ACTION_FILTERS = ['unit', 'type', 'state', 'overdue', 'in_effect'] as const
export const STATES = [
  ...(['identified', 'confirmed', 'contested', 'assigned', 'rectifying'] as const),
  ...(['submitted', 'accepted', 'consolidated', 'withdrawn'] as const),
] as const
export type State = (typeof STATES)[number]
export const SEVERITIES = ['general', 'serious', 'major'] as const
export const TASK_KINDS = ['immediate', 'term', 'long_term'] as const
export const ACTION_STATES = ['draft', 'issued', 'closed', 'revoked'] as const

/** The columns of the board, by who has to act next. */
export const COLUMNS: { key: string; states: readonly State[] }[] = [
  { key: 'waiting', states: ['identified', 'confirmed', 'contested'] },
  { key: 'assigned', states: ['assigned'] },
  { key: 'rectifying', states: ['rectifying'] },
  { key: 'submitted', states: ['submitted'] },
  { key: 'accepted', states: ['accepted'] },
]

/** The shape that stands for a state; what is overdue is red, whatever its state. */
export const SHAPES = {
  identified: 'waiting',
  confirmed: 'waiting',
  contested: 'returned',
  assigned: 'underway',
  rectifying: 'underway',
  submitted: 'underway',
  accepted: 'done',
  consolidated: 'done',
  withdrawn: 'closed',
} as const
export const shapeOf = (row: { state: State; overdue: boolean }) => (row.overdue ? 'overdue' : SHAPES[row.state])

const reason: Field = { name: 'reason', kind: 'text', most: 1000 }
const effect: Field = { ...reason, name: 'effect' }
/** What a verb asks for beside the problem, by the names of the API. */
export const VERB_FORMS: Partial<Record<Verb, Field[]>> = {
  contest: [reason],
  sustain: [reason],
  dismiss: [reason],
  withdraw: [reason],
  return: [reason],
  refuse: [reason],
  submit: [{ ...reason, name: 'summary' }],
  accept: [effect],
  consolidate: [effect],
  extend: [{ name: 'until_on', kind: 'day' }, reason],
  reopen: [{ name: 'due_on', kind: 'day' }, reason],
}
/** The verb that brings a problem on, in the order of preference: it is the one filled button. */
const MAIN: readonly Verb[] = ['grant', 'confirm', 'assign', 'start', 'submit', 'accept', 'consolidate', 'dismiss']
export const mainVerb = (verbs: readonly Verb[]) => MAIN.find((verb) => verbs.includes(verb))

/** Rows under the columns of the board. */
export function byColumn(rows: readonly ProblemRow[]) {
  return COLUMNS.map(({ key, states }) => ({ key, states, rows: rows.filter(({ state }) => states.includes(state)) }))
}

export type WordKind = 'sources' | 'kinds' | 'causes' | 'action_types'
/** Sources, kinds, causes and types of action by code, in the language in force. */
export function useWords() {
  const { locale } = useI18n()
  const { data } = useWordList()
  const options = (kind: WordKind) =>
    (data.value?.[kind] ?? []).map(({ code, zh, en }) => ({ value: code, text: locale.value === 'en' ? en : zh }))
  return {
    options,
    word: (kind: WordKind, code: string) => options(kind).find(({ value }) => value === code)?.text ?? code,
    policy: computed(() => data.value?.policy ?? {}),
  }
}

/** The shapes that stand for the states of campaigns, of close-outs and of actions. */
export const CAMPAIGN_SHAPES = { draft: 'waiting', running: 'underway', closed: 'done', cancelled: 'closed' } as const
export const PLACE_SHAPES = { working: 'underway', submitted: 'waiting', accepted: 'done' } as const
export const ACTION_SHAPES = { draft: 'waiting', issued: 'underway', closed: 'done', revoked: 'closed' } as const

export interface StageDraft {
  name: string
  starts_on: string | null
  ends_on: string | null
  items: string
}
/** A stage begins on the day after the one before has ended. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
/** Stages as the API takes them: each line of `items` is a line of the checklist, numbered by its stage. */
export const stagesOf = (stages: readonly StageDraft[]) =>
  stages.map(({ name, starts_on, ends_on, items }, at) => ({
    name,
    starts_on: starts_on ?? '',
    ends_on: ends_on ?? '',
    items: items
      .split('\n')
      .map((text) => text.trim())
      .filter(Boolean)
      .map((text, line) => ({ code: `${at + 1}.${line + 1}`, text })),
  }))
