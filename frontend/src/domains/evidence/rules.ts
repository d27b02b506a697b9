import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/lib/format'
import { useCategories, type Item, type Row, type Use } from './api'

export const FILTERS = ['q', 'unit', 'category', 'tag', 'state', 'use_state', 'period_from', 'period_to'] as const
export const ITEM_STATES = ['active', 'withdrawn'] as const
export const USE_STATES = ['submitted', 'returned', 'accepted', 'taken_back'] as const

/** The shape that stands for the state of a use. */
export const USE_SHAPES = {
  submitted: 'underway',
  returned: 'returned',
  accepted: 'done',
  taken_back: 'closed',
} as const

/** "2026-09-01" and "2026-09-30" → what is shown; an open end is left open, no period is null. */
export function periodOf(item: Pick<Item, 'period_from' | 'period_to'>, day: (day: string) => string): string | null {
  const { period_from: from, period_to: to } = item
  if (!from && !to) return null
  if (from === to) return day(from as string)
  return `${from ? day(from) : ''}—${to ? day(to) : ''}`
}

/** Uses by state in the order in which they ask for work. */
export const usesOf = (row: Pick<Row, 'uses'>) =>
  USE_STATES.flatMap((state) => (row.uses[state] ? [{ state, number: row.uses[state] }] : []))

/** What was typed between commas, each once. */
export const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(/[,，、\s]+/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
]

/** A use whose revision is no longer the newest. */
export const isBehind = (item: Pick<Item, 'latest'>, use: Pick<Use, 'number'>) => use.number < item.latest

/** Categories by code, in the language in force. */
export function useCategoryWords() {
  const { locale } = useI18n()
  const { data } = useCategories()
  const options = computed(() =>
    (data.value?.items ?? []).map(({ code, zh, en }) => ({ value: code, text: locale.value === 'en' ? en : zh })),
  )
  return { options, word: (code: string) => options.value.find(({ value }) => value === code)?.text ?? code }
}

export function usePeriod() {
  const { t } = useI18n()
  const format = useFormat()
  return (item: Pick<Item, 'period_from' | 'period_to'>) => periodOf(item, format.day) ?? t('shared.unknown')
}
