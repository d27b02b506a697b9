import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, body, type Schemas } from '@/client/api'

export type Severity = Schemas['FindingSeverity']
export type Answer = Schemas['Answer']
export type Counts = Schemas['CheckCounts']
export type CheckRule = Schemas['CheckRuleRow']
export type CheckResult = Schemas['CheckResultRow']
export type FindingRow = Schemas['FindingRow']
export type State = Schemas['FindingState']

export const SEVERITIES: readonly Severity[] = ['red', 'yellow', 'blue']
/** What failed comes first, what passed is quiet. */
export const ANSWERS: readonly Answer[] = ['fail', 'insufficient_data', 'pass', 'not_applicable']
export const OPEN_STATES: readonly State[] = ['open', 'acknowledged', 'rectifying', 'rechecking']
export const STATES: readonly State[] = [...OPEN_STATES, 'closed', 'dismissed']

/** The shape that stands for a state; what is late is red. */
const SHAPES = {
  open: 'waiting',
  acknowledged: 'waiting',
  rectifying: 'underway',
  rechecking: 'underway',
  closed: 'done',
  dismissed: 'closed',
} as const
export const shapeOf = (finding: { state: State; overdue: boolean }) =>
  finding.overdue ? ('overdue' as const) : SHAPES[finding.state]

/** The gravest first, then as they stand. */
export function gravestFirst<Row extends { severity: Severity }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
}

/** Basis points of the applicable questions that had data; null where none was applicable. */
export function evaluable({ passed, failed, insufficient }: Omit<Counts, 'not_applicable'>): number | null {
  const applicable = passed + failed + insufficient
  return applicable ? Math.round((10_000 * (passed + failed)) / applicable) : null
}

/** Every rule, asked once: they are part of the product. Names in the language in force. */
export function useCheckRules() {
  const { locale, t, te } = useI18n()
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['check-rules'],
    queryFn: () => body(api.GET('/api/v1/check-rules')),
    staleTime: Infinity,
  })
  const said = (text: { zh: string; en: string }) => (locale.value === 'en' ? text.en : text.zh)
  const byId = computed(() => new Map((data.value?.items ?? []).map((rule) => [rule.id, rule])))
  const families = computed(() => [...new Set((data.value?.items ?? []).map(({ family }) => family))])
  return {
    rules: computed(() => data.value?.items ?? []),
    pending: isPending,
    error,
    retry: () => refetch(),
    families,
    find: (id: string) => byId.value.get(id),
    said,
    /** What a rule is called; its number while the names are not there yet. */
    name: (id: string) => {
      const rule = byId.value.get(id)
      return rule ? said(rule.name) : id
    },
    family: (code: string) => (te(`checking.family.${code}`) ? t(`checking.family.${code}`) : code),
  }
}
