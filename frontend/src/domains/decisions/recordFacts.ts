import { useI18n } from 'vue-i18n'
import type { Fact } from './components/record/RecordFacts.vue'
import type { Payment } from './record'

/** Facts that payments and contracts both tell. */
export function useRecordFacts() {
  const { t } = useI18n()
  const word = (path: string, code: string | null) => (code === null ? null : t(`${path}.${code}`))
  return {
    /** What it names, as a link to its page. */
    link: (name: string, given: { id: string; name: string } | null, fact: string): Fact => ({
      ...{ name: fact, value: given?.name ?? null },
      to: given ? { name, params: { id: given.id } } : undefined,
    }),
    spending: (one: Pick<Payment, 'spend_type' | 'budget_state' | 'method' | 'project_key'>): Fact[] => [
      { name: 'spend_type', value: word('decisions.values.spend_type', one.spend_type) },
      { name: 'budget_state', value: word('decisions.values.budget_state', one.budget_state) },
      { name: 'method', value: word('decisionRecords.values.method', one.method) },
      { name: 'project_key', value: one.project_key },
    ],
  }
}
