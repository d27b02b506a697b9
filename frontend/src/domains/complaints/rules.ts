import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWordList, type CaseRow, type Clock } from './api'

export const FILTERS = [
  ...(['q', 'state', 'track', 'channel', 'category', 'severity', 'unit'] as const),
  ...(['named', 'urgent', 'matched', 'overdue', 'received_from', 'received_to'] as const),
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
export const RANKS = [
  ...(['none', 'teacher', 'mid_level', 'school_leader', 'bureau_cadre', 'team_head', 'bureau_head', 'higher'] as const),
] as const
export const SEVERITIES = ['general', 'serious', 'major'] as const

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
export const isOver = (level: string | undefined) => level === 'urged' || level === 'supervised'

/** How much of a clock has passed, 0 to 1: in days from its start to its end. */
export function elapsed(clock: Pick<Clock, 'started_on' | 'due_on' | 'stopped_on'>, today: string): number {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
  const whole = day(clock.due_on) - day(clock.started_on)
  const past = day(clock.stopped_on ?? today) - day(clock.started_on)
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, past / whole))
}

/** Matters, reasons and organs by code, in the language in force. */
export function useWords() {
  const { locale } = useI18n()
  const { data } = useWordList()
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
  return { options, groups, matter }
}
