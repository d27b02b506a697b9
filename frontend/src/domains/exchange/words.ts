import { useI18n } from 'vue-i18n'
import { useFormat } from '@/shared/lib/format'
import { BUNDLE, spanOf } from './rules'
import { useTypes } from './api'
import type { Field, ImportType } from './types'

/** What types, fields and choices are called in the language in force. */
export function useWords() {
  const { t, locale } = useI18n()
  const format = useFormat()
  const { data: types } = useTypes()
  const english = () => locale.value === 'en'
  const title = (type: ImportType) => (english() ? type.title_en : type.title)
  return {
    title,
    /** A type that is not known (or no longer) is told by its code. */
    titleOf: (name: string) => {
      if (name === BUNDLE) return t('exchange.bundle.title')
      const found = types.value?.find((type) => type.name === name)
      return found ? title(found) : name
    },
    heading: (field: Field) => (english() ? field.heading_en : field.heading),
    note: (field: Field) => (english() ? field.note_en : field.note),
    choice: ({ value, words }: Field['choices'][number]) => words[english() ? 1 : 0] ?? words[0] ?? value,
    /** Headings one after the other. */
    list: (words: readonly string[]) => words.join(t('shared.comma')),
    span: (seconds: number) => {
      const { unit, n } = spanOf(seconds)
      return t(`exchange.time.${unit}`, { n: format.number(n) }, n)
    },
  }
}
