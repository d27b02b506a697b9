import { useQueryClient } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { say } from '@/shared/lib/toast'

/** What was entered in error is taken away; the ledger keeps what it said. Back to the list it stood in. */
export function useRemoval(list: 'payments' | 'contracts' | 'suppliers', remove: () => Promise<unknown>) {
  const { t } = useI18n()
  const router = useRouter()
  const queries = useQueryClient()
  return async () => {
    await remove()
    say(t('decisionRecords.removed'))
    await router.push({ name: list })
    queries.invalidateQueries({ queryKey: [list] })
    queries.invalidateQueries({ queryKey: ['decisions'] })
  }
}
