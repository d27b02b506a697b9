import { useI18n } from 'vue-i18n'
import type { FrameworkRow } from '../api'

export const KINDS = ['scoring', 'graded', 'pass_fail', 'negative_list', 'materials'] as const
export const LEVELS = ['nation', 'province', 'city', 'county', 'school'] as const
export const FILTERS = ['q', 'kind', 'level', 'unit'] as const

/** The shape beside the word of a state. */
export const STATE_SHAPES = { draft: 'underway', validated: 'underway', published: 'done', retired: 'closed' } as const

/** Choices of a filter in the words of the page. */
export function useChoices() {
  const { t } = useI18n()
  const choices = (name: 'kind' | 'level', values: readonly string[]) =>
    values.map((value) => ({ value, text: t(`frameworks.values.${name}.${value}`) }))
  return { kinds: () => choices('kind', KINDS), levels: () => choices('level', LEVELS) }
}

/** What stands behind a framework: a version in force, only a draft, or nothing any more. */
export const standing = ({ latest, draft }: Pick<FrameworkRow, 'latest' | 'draft'>) =>
  latest ? 'published' : (draft ?? 'retired')
