import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

export type Profile = Schemas['ProfileOut']
export type ProfileRow = Schemas['ProfileRow']
export type Operation = Schemas['OperationDocument']

const at = (id: string) => ({ path: { profile_id: id } })

export const listProfiles = (query: object) =>
  body(api.GET('/api/v1/framework-profiles', { params: { query: query as object } }))
export const createProfile = (wanted: Schemas['ProfileIn']) =>
  body(api.POST('/api/v1/framework-profiles', { body: wanted }))
export const changeProfile = ({ id, revision }: Pick<Profile, 'id' | 'revision'>, operations: Operation[]) =>
  body(
    api.PATCH('/api/v1/framework-profiles/{profile_id}', {
      params: { ...at(id), header: ifMatch(revision) },
      body: { operations },
    }),
  )
export const deleteProfile = ({ id, revision }: Pick<Profile, 'id' | 'revision'>) =>
  body(
    api.DELETE('/api/v1/framework-profiles/{profile_id}', {
      params: { ...at(id), header: ifMatch(revision) },
    }),
  )
export const previewProfile = (id: string) =>
  body(api.POST('/api/v1/framework-profiles/{profile_id}:preview', { params: at(id) }))
export const resolveProfile = (id: string) =>
  body(api.POST('/api/v1/framework-profiles/{profile_id}:resolve', { params: at(id) }))
export const useProfile = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'profile', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/framework-profiles/{profile_id}', { params: at(toValue(id)) })),
  })
