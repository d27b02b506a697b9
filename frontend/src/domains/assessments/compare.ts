import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'

/** One school over its assessments, and what one of its outcomes tells of another framework. */
export type Comparison = Schemas['ComparisonOut']
export type Cycle = Comparison['cycles'][number]
export type Line = Comparison['lines'][number]
export type Projection = Schemas['OutcomeProjection']
type Id = MaybeRefOrGetter<string>

export const useComparison = (unit: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'comparison', toValue(unit)]),
    queryFn: () =>
      body(api.GET('/api/v1/assessments/units/{unit_id}/comparison', { params: { path: { unit_id: toValue(unit) } } })),
  })
export const useCrosswalks = (wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: ['frameworks', 'crosswalks', 'all'],
    queryFn: () => body(api.GET('/api/v1/framework-crosswalks', { params: { query: { size: 200 } } })),
    enabled: computed(() => toValue(wanted)),
  })
export const useProjection = (outcome: Id, crosswalk: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'projection', toValue(outcome), toValue(crosswalk)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/assessments/outcomes/{outcome_id}/projection', {
          params: { path: { outcome_id: toValue(outcome) }, query: { crosswalk: toValue(crosswalk) } },
        }),
      ),
    enabled: computed(() => !!toValue(outcome) && !!toValue(crosswalk)),
  })
