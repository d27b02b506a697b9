import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useGroupKinds } from '../acts'

/** Kinds of groups are data of the server: their words come with them. */
export function useKindWords() {
  const { locale } = useI18n()
  const { data } = useGroupKinds()
  const options = computed(() =>
    (data.value?.items ?? []).map(({ code, zh, en }) => ({ value: code, text: locale.value === 'en' ? en : zh })),
  )
  const word = (code: string) => options.value.find(({ value }) => value === code)?.text ?? code
  return { options, word }
}
