import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
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

/** What a verb asks for beside the problem: a text and a day, by the names of the API. */
export const VERB_FORMS: Partial<Record<Verb, { text: string; day?: string }>> = {
  contest: { text: 'reason' },
  sustain: { text: 'reason' },
  dismiss: { text: 'reason' },
  withdraw: { text: 'reason' },
  return: { text: 'reason' },
  refuse: { text: 'reason' },
  submit: { text: 'summary' },
  accept: { text: 'effect' },
  consolidate: { text: 'effect' },
  extend: { text: 'reason', day: 'until_on' },
  reopen: { text: 'reason', day: 'due_on' },
}
/** The verb that brings a problem on, in the order of preference: it is the one filled button. */
const MAIN: readonly Verb[] = ['grant', 'confirm', 'assign', 'start', 'submit', 'accept', 'consolidate', 'dismiss']
export const mainVerb = (verbs: readonly Verb[]) => MAIN.find((verb) => verbs.includes(verb))

/** Rows under the columns of the board. */
export function byColumn(rows: readonly ProblemRow[]) {
  return COLUMNS.map(({ key, states }) => ({ key, states, rows: rows.filter(({ state }) => states.includes(state)) }))
}

/** First and last day of "2026-11". */
export function monthSpan(month: string): { from_on: string; to_on: string } {
  const [year, number] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year ?? 0, number ?? 1, 0)).getUTCDate()
  return { from_on: `${month}-01`, to_on: `${month}-${String(last).padStart(2, '0')}` }
}
/** The month so many months after "2026-11". */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 + months, 1)).toISOString().slice(0, 7)
}
/** The weeks of a month from Monday; days of other months are null. */
export function weeksOf(month: string): (string | null)[][] {
  const { from_on, to_on } = monthSpan(month)
  const lead = (new Date(`${from_on}T00:00:00Z`).getUTCDay() + 6) % 7
  const days: (string | null)[] = Array.from({ length: lead }, () => null)
  for (let day = 1; day <= Number(to_on.slice(8)); day += 1) days.push(`${month}-${String(day).padStart(2, '0')}`)
  while (days.length % 7) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
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
