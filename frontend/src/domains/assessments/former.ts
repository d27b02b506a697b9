import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/client/api'
import { deskKey, type RoundName } from './desk'

/** The rounds of an enrolment as they stood before a move to a newer framework. */
export interface FormerPlace {
  number: number
  round: RoundName
}
const ONE = '/api/v1/assessments/enrolments/{enrolment_id}/former'

export const useFormer = (id: string) =>
  useQuery({
    queryKey: deskKey(id, 'former'),
    queryFn: () => body(api.GET(ONE, { params: { path: { enrolment_id: id } } })),
  })
export const useFormerRound = (id: string, place: MaybeRefOrGetter<FormerPlace | null>) =>
  useQuery({
    queryKey: computed(() => deskKey(id, 'former', JSON.stringify(toValue(place)))),
    queryFn: () => {
      const { number, round } = toValue(place) ?? { number: 0, round: 'self' as const }
      return body(api.GET(`${ONE}/{number}/rounds/{round}`, { params: { path: { enrolment_id: id, number, round } } }))
    },
    enabled: computed(() => !!toValue(place)),
  })
