import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Policy = Schemas['PolicyOut']
export type PolicyRow = Schemas['PolicyRow']
export type Content = Partial<Schemas['PolicyContent-Output']>
export type ContentIn = Schemas['PolicyContent-Input']
export type Limit = Schemas['LimitOut']
/** What the job of a simulation tells in the end. */
export type Simulation = {
  schools: number
  changed_schools: number
  appear: number
  vanish: number
  rules: { rule_id: string; appear: number; vanish: number }[]
}
type Read = { id: string; revision: number }
type ListQuery = NonNullable<paths['/api/v1/policies']['get']['parameters']['query']>

const ONE = '/api/v1/policies/{policy_id}'
const at = (one: Read) => ({ params: { path: { policy_id: one.id }, header: ifMatch(one.revision) } })

export const listPolicies = (query: object) =>
  body(api.GET('/api/v1/policies', { params: { query: query as ListQuery } }))
export const usePolicy = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['policies', 'one', toValue(id)]),
    queryFn: () => body(api.GET(ONE, { params: { path: { policy_id: toValue(id) } } })),
    enabled: computed(() => !!toValue(id)),
  })
/** The numbers that a policy may set, with their defaults: part of the product. */
export const useLimits = () =>
  useQuery({
    queryKey: ['policies', 'limits'],
    queryFn: () => body(api.GET('/api/v1/policies/limits')),
    staleTime: Infinity,
  })
export const createPolicy = (wanted: Schemas['PolicyIn']) => body(api.POST('/api/v1/policies', { body: wanted }))
export const changePolicy = (one: Read, change: Schemas['PolicyPatch']) =>
  body(api.PATCH(ONE, { ...at(one), body: change }))
export const issuePolicy = (one: Read) => body(api.POST('/api/v1/policies/{policy_id}:issue', at(one)))
export const endPolicy = (one: Read, effective_to: string) =>
  body(api.POST('/api/v1/policies/{policy_id}:end', { ...at(one), body: { effective_to } }))
export const discardPolicy = (one: Read) => body(api.DELETE(ONE, at(one)))
export const simulatePolicy = (id: string) =>
  body(api.POST('/api/v1/policies/{policy_id}/simulate', { params: { path: { policy_id: id } } }))
