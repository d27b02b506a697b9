import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

/** What came of rectification, and the tasks that people do. */
export type Rates = Schemas['RectificationRates']
export type ClosedRates = Schemas['ClosedRates']
export type TaskRow = Schemas['RectificationTaskRow']
type TaskQuery = NonNullable<paths['/api/v1/rectifications/tasks']['get']['parameters']['query']>

export const useRates = (asked: MaybeRefOrGetter<{ unit: string; from_on: string; to_on: string }>) =>
  useQuery({
    queryKey: computed(() => ['rectifications', 'rates', toValue(asked)]),
    queryFn: () => {
      const { unit, from_on, to_on } = toValue(asked)
      const query = { unit: unit || undefined, from_on: from_on || undefined, to_on: to_on || undefined }
      return body(api.GET('/api/v1/rectifications/rates', { params: { query } }))
    },
    placeholderData: (before) => before,
  })
/** The URL holds every filter as text; the server reads it as what it is. */
export const listTasks = (query: object) =>
  body(api.GET('/api/v1/rectifications/tasks', { params: { query: query as TaskQuery } }))
