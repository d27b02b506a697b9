import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

export type Crosswalk = Schemas['CrosswalkOut']
export type CrosswalkRow = Schemas['CrosswalkRow']
export type MapRow = Schemas['MapDocument']
export type Gaps = Schemas['GapsOut']

const at = (id: string) => ({ path: { crosswalk_id: id } })

export const listCrosswalks = (query: object) =>
  body(api.GET('/api/v1/framework-crosswalks', { params: { query: query as object } }))
export const createCrosswalk = (wanted: Schemas['CrosswalkIn']) =>
  body(api.POST('/api/v1/framework-crosswalks', { body: wanted }))
export const changeCrosswalk = ({ id, revision }: Pick<Crosswalk, 'id' | 'revision'>, maps: MapRow[]) =>
  body(
    api.PATCH('/api/v1/framework-crosswalks/{crosswalk_id}', {
      params: { ...at(id), header: ifMatch(revision) },
      body: { maps },
    }),
  )
export const deleteCrosswalk = ({ id, revision }: Pick<Crosswalk, 'id' | 'revision'>) =>
  body(
    api.DELETE('/api/v1/framework-crosswalks/{crosswalk_id}', {
      params: { ...at(id), header: ifMatch(revision) },
    }),
  )
export const useCrosswalk = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'crosswalk', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/framework-crosswalks/{crosswalk_id}', { params: at(toValue(id)) })),
  })
export const useGaps = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'crosswalk', toValue(id), 'gaps']),
    queryFn: () => body(api.GET('/api/v1/framework-crosswalks/{crosswalk_id}/gaps', { params: at(toValue(id)) })),
  })
