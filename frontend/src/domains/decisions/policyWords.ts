import { useI18n } from 'vue-i18n'
import { BUDGET_STATES, CATEGORIES, MEETING_TYPES, METHODS, SCHOOL_TYPES, SPEND_TYPES } from './policyRules'

const LISTS = {
  spend_type: SPEND_TYPES,
  budget_state: BUDGET_STATES,
  school_type: SCHOOL_TYPES,
  meeting_type: MEETING_TYPES,
  category: CATEGORIES,
  method: METHODS,
} as const
export type Words = keyof typeof LISTS

/** The words of a policy, in the language in force. */
export function usePolicyWords() {
  const { t } = useI18n()
  const word = (words: Words, code: string) => t(`decisionPolicies.values.${words}.${code}`)
  return {
    word,
    options: (words: Words) => LISTS[words].map((value) => ({ value: value as string, text: word(words, value) })),
    /** A row's scope in words; everything where it names nothing. */
    scope: (parts: readonly [Words, string | null | undefined][]) => {
      const named = parts.flatMap(([words, code]) => (code ? [word(words, code)] : []))
      return named.join(' · ') || t('decisionPolicies.everything')
    },
    share: (written: string) => {
      const found = /^(≥|>)(\d+)\/(\d+)$/.exec(written)
      if (!found) return t('decisionPolicies.share.all')
      const fraction = { num: found[2], den: found[3] }
      return t(found[1] === '>' ? 'decisionPolicies.share.saidMore' : 'decisionPolicies.share.saidLeast', fraction)
    },
  }
}
