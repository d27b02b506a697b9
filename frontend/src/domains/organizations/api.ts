import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type School = Schemas['SchoolOut']
export type SchoolRow = Schemas['SchoolRow']
export type SchoolIn = Schemas['SchoolIn']
export type SchoolPatch = Schemas['SchoolPatch']
export type Unit = Schemas['UnitOut']
export type UnitNode = Schemas['UnitNode']
export type UnitKind = Schemas['UnitKind']
type SchoolsQuery = NonNullable<paths['/api/v1/schools']['get']['parameters']['query']>

/** The URL holds every filter as text; the server reads it as what it is. */
const asked = (query: object) => ({ params: { query: query as SchoolsQuery } })
const schoolAt = (school_id: string) => ({ path: { school_id } })
const unitAt = (unit_id: string) => ({ path: { unit_id } })

export const listSchools = (query: object) => body(api.GET('/api/v1/schools', asked(query)))
export const getSchool = (id: string) => body(api.GET('/api/v1/schools/{school_id}', { params: schoolAt(id) }))
export const createSchool = (school: SchoolIn) => body(api.POST('/api/v1/schools', { body: school }))
export const changeSchool = (school: Pick<School, 'id' | 'revision'>, patch: SchoolPatch) =>
  body(
    api.PATCH('/api/v1/schools/{school_id}', {
      params: { ...schoolAt(school.id), header: ifMatch(school.revision) },
      body: patch,
    }),
  )
export const schoolHistory = (id: string, cursor: string | undefined) =>
  body(api.GET('/api/v1/schools/{school_id}/history', { params: { ...schoolAt(id), query: { cursor, limit: 50 } } }))

export const getUnit = (id: string) => body(api.GET('/api/v1/units/{unit_id}', { params: unitAt(id) }))
export const createUnit = (unit: Schemas['UnitIn']) => body(api.POST('/api/v1/units', { body: unit }))
export const changeUnit = (unit: Pick<Unit, 'id' | 'revision'>, patch: Schemas['UnitPatch']) =>
  body(
    api.PATCH('/api/v1/units/{unit_id}', {
      params: { ...unitAt(unit.id), header: ifMatch(unit.revision) },
      body: patch,
    }),
  )
export const unitHistory = (id: string, cursor: string | undefined) =>
  body(api.GET('/api/v1/units/{unit_id}/history', { params: { ...unitAt(id), query: { cursor, limit: 50 } } }))

export const useSchool = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['schools', 'one', toValue(id)]),
    queryFn: () => getSchool(toValue(id)),
  })
export const useFacets = (filters: MaybeRefOrGetter<object>) =>
  useQuery({
    queryKey: computed(() => ['schools', 'facets', toValue(filters)]),
    queryFn: () => body(api.GET('/api/v1/schools/facets', asked(toValue(filters)))),
    placeholderData: (before) => before,
  })
/** All units but schools within reach, parents first. */
export const useUnitTree = () =>
  useQuery({ queryKey: ['units', 'tree'], queryFn: () => body(api.GET('/api/v1/units/tree')) })
