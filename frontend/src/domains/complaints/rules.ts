import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWordList, type CaseRow, type Clock } from './api'

export const FILTERS = [
  ...(['q', 'state', 'track', 'channel', 'category', 'severity', 'unit', 'handler'] as const),
  ...(['named', 'urgent', 'matched', 'legacy', 'overdue', 'received_from', 'received_to', 'linked_to'] as const),
] as const
export const CLOCK_FILTERS = ['track', 'level', 'state', 'due_from', 'due_to'] as const
export const STATES = [
  ...(['received', 'screening', 'awaiting_info', 'not_accepted', 'transferred', 'sealed_up', 'merged'] as const),
  ...(['accepted', 'assigned', 'handling', 'on_hold', 'pending_approval', 'concluded', 'fed_back'] as const),
  ...(['under_review', 'archived'] as const),
] as const
export const TRACKS = ['J', 'X', 'H', 'S'] as const
export const LEVELS = ['calm', 'half', 'near', 'due', 'urged', 'supervised'] as const
/** What a clerk enters; the portal and other systems bring their own. */
export const BY_CLERK = [
  ...(['phone', 'letter', 'visit', 'email', 'hotline_12345', 'superior', 'media', 'patrol', 'self_found'] as const),
] as const
/** Where there is somebody who can be given a receipt. */
export const WITH_REPORTER: readonly string[] = ['portal', 'phone', 'letter', 'visit', 'email']
export const RANKS = [
  ...(['none', 'teacher', 'mid_level', 'school_leader', 'bureau_cadre', 'team_head', 'bureau_head', 'higher'] as const),
] as const
export const SEVERITIES = ['general', 'serious', 'major'] as const

/** What the reporter of a matter is asked beside the text. */
export interface AskedField {
  code: string
  zh: string
  en: string
  kind: 'text' | 'money' | 'date' | 'boolean' | 'choice'
  required: boolean
  choices?: { code: string; zh: string; en: string }[]
}
type State = (typeof STATES)[number]
/** The shape that stands for a state; a case with a clock run out is red, whatever its state. */
export const SHAPES: Record<State, 'waiting' | 'underway' | 'returned' | 'done' | 'closed'> = {
  received: 'waiting',
  screening: 'underway',
  awaiting_info: 'returned',
  not_accepted: 'closed',
  transferred: 'closed',
  sealed_up: 'closed',
  merged: 'closed',
  accepted: 'waiting',
  assigned: 'waiting',
  handling: 'underway',
  on_hold: 'returned',
  pending_approval: 'underway',
  concluded: 'done',
  fed_back: 'done',
  under_review: 'returned',
  archived: 'closed',
}
export const shapeOf = (row: Pick<CaseRow, 'state' | 'next_clock'>) =>
  isOver(row.next_clock?.level) ? ('overdue' as const) : SHAPES[row.state]
/** While it is open, work is added to a case: messages, files. */
const OPEN: readonly State[] = [
  ...(['received', 'screening', 'awaiting_info', 'accepted', 'assigned', 'handling', 'on_hold'] as const),
  ...(['pending_approval', 'concluded', 'under_review'] as const),
]
export const isOpen = (state: State) => OPEN.includes(state)
/** What a case is called: by its number here, or by that of the register it came from. */
export const numberOf = (row: Pick<CaseRow, 'number' | 'source_no'>) => row.number ?? row.source_no
export const isOver = (level: string | undefined) => level === 'urged' || level === 'supervised'

/** How much of a clock has passed, 0 to 1: in days from its start to its end. */
export function elapsed(clock: Pick<Clock, 'started_on' | 'due_on' | 'stopped_on'>, today: string): number {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
  const whole = day(clock.due_on) - day(clock.started_on)
  const past = day(clock.stopped_on ?? today) - day(clock.started_on)
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, past / whole))
}

const fieldsAsked = (fields: readonly object[]) => fields as readonly AskedField[]
export const ASKED_KINDS = ['text', 'money', 'date', 'boolean', 'choice'] as const
/** A question as it is edited: its choices one a line, "code = 中文 = English". */
export interface AskedDraft extends Omit<AskedField, 'choices'> {
  choices: string
}
export const blankDraft = (): AskedDraft => ({ code: '', zh: '', en: '', kind: 'text', required: false, choices: '' })
export const draftsOf = (fields: readonly object[]): AskedDraft[] =>
  fieldsAsked(fields).map(({ choices, ...asked }) => ({
    ...{ ...blankDraft(), ...asked },
    choices: (choices ?? []).map(({ code, zh, en }) => [code, zh, en].join(' = ')).join('\n'),
  }))
/** The questions for the wire; a line that says less than three things has its code for all. */
export const fieldsOf = (drafts: readonly AskedDraft[]): Required<AskedField>[] =>
  drafts.map(({ choices, ...asked }) => ({
    ...asked,
    choices:
      asked.kind === 'choice'
        ? choices
            .split('\n')
            .filter((line) => line.trim())
            .map(choiceOf)
        : [],
  }))
function choiceOf(line: string) {
  const [code = '', zh = code, en = zh] = line.split('=').map((part) => part.trim())
  return { code, zh, en }
}

/** Matters, reasons and organs by code, in the language in force. */
export function useWords() {
  const { locale, t } = useI18n()
  const { data } = useWordList()
  const matters = computed(() => (data.value?.groups ?? []).flatMap(({ items }) => items))
  const fields = computed(() => matters.value.flatMap((item) => fieldsAsked(item.fields)))
  const said = (word: { zh: string; en: string }) => (locale.value === 'en' ? word.en : word.zh)
  const options = (kind: 'reasons' | 'organs') =>
    (data.value?.[kind] ?? []).map((word) => ({ value: word.code, text: said(word) }))
  const groups = computed(() =>
    (data.value?.groups ?? []).map((group) => ({
      code: group.code,
      text: said(group),
      items: group.items.map((item) => ({ value: item.code, text: said(item) })),
    })),
  )
  const matter = (code: string | null | undefined) => {
    const group = groups.value.find((one) => one.code === code?.slice(0, 2))
    return [group?.text, group?.items.find(({ value }) => value === code)?.text].filter(Boolean).join(' · ')
  }
  const organ = (code: string) => options('organs').find(({ value }) => value === code)?.text ?? code
  /** What a question beside the text is called, and what was answered to it. */
  function answer(name: string, given: string): { question: string; answer: string } {
    const asked = fields.value.find(({ code }) => code === name)
    const choice = asked?.choices?.find(({ code }) => code === given)
    const plain = given === 'true' || given === 'false' ? t(`complaints.${given === 'true' ? 'yes' : 'no'}`) : given
    return { question: asked ? said(asked) : name, answer: choice ? said(choice) : plain }
  }
  /** What a matter asks beside the text. */
  const asked = (matter: { fields: readonly object[] }) => fieldsAsked(matter.fields).map(said)
  /** The questions of a matter. */
  const fieldsOf = (code: string) => fieldsAsked(matters.value.find((item) => item.code === code)?.fields ?? [])
  return { options, groups, matter, organ, answer, asked, said, fieldsOf }
}

/** "2026-03" as people call it within its year. */
export const monthOf = (month: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
const SIDES: Record<string, string> = { outcome: 'finding' }
/** What rows and columns of figures are called. */
export function useSides() {
  const { t, te, locale } = useI18n()
  function named(dimension: string, side: { code: string; label: string | null }): string {
    if (side.code === 'none' || side.code === 'open') return t(`complaints.sides.${side.code}`)
    if (side.label) return side.label
    if (dimension === 'month') return monthOf(side.code, locale.value)
    const key = `complaints.values.${SIDES[dimension] ?? dimension}.${side.code}`
    return te(key) ? t(key) : side.code
  }
  return { named }
}
