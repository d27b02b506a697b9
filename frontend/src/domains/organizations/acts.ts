import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

export type Outcome = Schemas['Restructured']
export type Past = Schemas['SchoolPast']
export type Verb = Schemas['Verb']
export type Version = Schemas['SchoolVersion']
export type SchoolAsOf = Schemas['SchoolAsOf']
/** What one unit can undergo from its own page, by the word of the address. */
export type OwnVerb = 'rename' | 'recode' | 'move' | 'close' | 'reopen'
export interface Why {
  effective_on: string
  reason: string
  basis: string | null
  expect?: string
}

const schoolAt = (school_id: string) => ({ path: { school_id } })
const unitAt = (unit_id: string) => ({ path: { unit_id } })

/** One act on one school; a preview does the same work and takes it back. */
export function actOnSchool(verb: OwnVerb, id: string, wanted: object, preview: boolean): Promise<Outcome> {
  const params = { ...schoolAt(id), query: { preview } }
  const sent = wanted as never
  const calls = {
    rename: () => api.POST('/api/v1/schools/{school_id}:rename', { params, body: sent }),
    recode: () => api.POST('/api/v1/schools/{school_id}:recode', { params, body: sent }),
    move: () => api.POST('/api/v1/schools/{school_id}:move', { params, body: sent }),
    close: () => api.POST('/api/v1/schools/{school_id}:close', { params, body: sent }),
    reopen: () => api.POST('/api/v1/schools/{school_id}:reopen', { params, body: sent }),
  }
  return body(calls[verb]())
}

/** The same for a bureau, section or district. */
export function actOnUnit(verb: Exclude<OwnVerb, 'recode'>, id: string, wanted: object, preview: boolean) {
  const params = { ...unitAt(id), query: { preview } }
  const sent = wanted as never
  const calls = {
    rename: () => api.POST('/api/v1/units/{unit_id}:rename', { params, body: sent }),
    move: () => api.POST('/api/v1/units/{unit_id}:move', { params, body: sent }),
    close: () => api.POST('/api/v1/units/{unit_id}:close', { params, body: sent }),
    reopen: () => api.POST('/api/v1/units/{unit_id}:reopen', { params, body: sent }),
  }
  return body(calls[verb]())
}

export const mergeSchools = (wanted: Schemas['SchoolMergeIn'], preview: boolean) =>
  body(api.POST('/api/v1/schools:merge', { params: { query: { preview } }, body: wanted }))
export const splitSchool = (id: string, wanted: Schemas['SplitIn'], preview: boolean) =>
  body(api.POST('/api/v1/schools/{school_id}:split', { params: { ...schoolAt(id), query: { preview } }, body: wanted }))
export const mergeUnits = (wanted: Schemas['UnitMergeIn'], preview: boolean) =>
  body(api.POST('/api/v1/units:merge', { params: { query: { preview } }, body: wanted }))

export const usePast = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['schools', 'past', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/schools/{school_id}/past', { params: schoolAt(toValue(id)) })),
  })
export const useAsOf = (id: MaybeRefOrGetter<string>, on: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['schools', 'as-of', toValue(id), toValue(on)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/schools/{school_id}/as-of', {
          params: { ...schoolAt(toValue(id)), query: { on: toValue(on) } },
        }),
      ),
    enabled: computed(() => toValue(on) !== ''),
    retry: false,
  })
export const useUnitAsOf = (id: MaybeRefOrGetter<string>, on: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['units', 'as-of', toValue(id), toValue(on)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/units/{unit_id}/as-of', { params: { ...unitAt(toValue(id)), query: { on: toValue(on) } } }),
      ),
    enabled: computed(() => toValue(on) !== ''),
    retry: false,
  })
export const schoolVersions = (id: string, cursor: string | undefined) =>
  body(api.GET('/api/v1/schools/{school_id}/versions', { params: { ...schoolAt(id), query: { cursor, limit: 50 } } }))

// --- Groups -----------------------------------------------------------------------------------------------------------

export type Group = Schemas['GroupOut']
export type GroupRow = Schemas['GroupRow']
export type GroupMember = Schemas['GroupMember']
const groupAt = (group_id: string) => ({ path: { group_id } })

export const listGroups = (query: object) =>
  body(api.GET('/api/v1/school-groups', { params: { query: query as never } }))
export const createGroup = (wanted: Schemas['GroupIn']) => body(api.POST('/api/v1/school-groups', { body: wanted }))
export const changeGroup = (group: Pick<Group, 'id' | 'revision'>, patch: Schemas['GroupPatch']) =>
  body(
    api.PATCH('/api/v1/school-groups/{group_id}', {
      params: { ...groupAt(group.id), header: ifMatch(group.revision) },
      body: patch,
    }),
  )
export const joinGroup = (id: string, wanted: Schemas['GroupMemberIn']) =>
  body(api.POST('/api/v1/school-groups/{group_id}/members', { params: groupAt(id), body: wanted }))
export const leaveGroup = (group_id: string, term_id: string, wanted: Schemas['GroupEndIn']) =>
  body(
    api.POST('/api/v1/school-groups/{group_id}/members/{term_id}:end', {
      params: { path: { group_id, term_id } },
      body: wanted,
    }),
  )
export const endGroup = (id: string, wanted: Schemas['GroupEndIn']) =>
  body(api.POST('/api/v1/school-groups/{group_id}:end', { params: groupAt(id), body: wanted }))
export const groupHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/school-groups/{group_id}/history', { params: { ...groupAt(id), query: { cursor, limit: 50 } } }),
  )
export const useGroup = (id: MaybeRefOrGetter<string>, on: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['groups', 'one', toValue(id), toValue(on)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/school-groups/{group_id}', {
          params: { ...groupAt(toValue(id)), query: { on: toValue(on) || undefined } },
        }),
      ),
  })
export const useGroupKinds = () =>
  useQuery({
    queryKey: ['groups', 'kinds'],
    queryFn: () => body(api.GET('/api/v1/school-groups/kinds')),
    staleTime: Infinity,
  })
