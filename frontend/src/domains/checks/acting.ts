import { useQueryClient } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { Problem } from '@/client/problem'
import { say } from '@/shared/lib/toast'
import { act, type Finding, type Verb } from './api'

/** Doing a verb: the answer is what the page shows next, and every list of findings is asked anew. */
export function useAct(finding: MaybeRefOrGetter<Finding>) {
  const { t } = useI18n()
  const queries = useQueryClient()

  async function run(verb: Verb, given?: object) {
    const one = await act(toValue(finding), verb, given)
    queries.setQueryData(['findings', 'one', one.id], one)
    queries.invalidateQueries({ queryKey: ['findings', 'list'] })
    queries.invalidateQueries({ queryKey: ['checks'] })
    return one
  }
  /** Without a form to show a refusal in. */
  async function go(verb: Verb) {
    try {
      await run(verb)
      say(t('checks.did', { verb: t(`checks.verbs.${verb}`) }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      say(error.message || t('shared.offline'))
    }
  }
  return { run, go }
}
