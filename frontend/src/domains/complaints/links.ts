import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'
import type { Permission } from '@/shared/lib/session'
import { findProblems } from './api'

/** What a case has to do with elsewhere. Only who reads both sides sees a link; the other side shows none. */
export type CaseLink = Schemas['CaseLinkOut']
export type LinkType = Schemas['LinkType']
interface Found {
  id: string
  title: string
  unit: string
}
/** Where each kind is shown, who may read it, and how it is found by its words. */
export const LINKED: Record<
  LinkType,
  { route: string; permission: Permission; find: (q: string) => Promise<Found[]> }
> = {
  decision: {
    route: 'decision',
    permission: 'decision.read',
    find: async (q) => {
      const { items } = await body(api.GET('/api/v1/decisions', { params: { query: { q: q || undefined, size: 20 } } }))
      return items.map(({ id, topic, unit }) => ({ id, title: topic, unit: unit.name }))
    },
  },
  rectification_problem: {
    route: 'rectification',
    permission: 'rectification.read',
    find: async (q) => (await findProblems(q)).items.map(({ id, title, unit }) => ({ id, title, unit: unit.name })),
  },
}
const of = (complaint_id: string) => ({ path: { complaint_id } })
export const useLinks = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'links', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/complaints/{complaint_id}/links', { params: of(toValue(id)) })),
  })
export const linkCase = (id: string, wanted: Schemas['CaseLinkIn']) =>
  body(api.POST('/api/v1/complaints/{complaint_id}/links', { params: of(id), body: wanted }))
export const unlinkCase = (id: string, link_id: string) =>
  body(
    api.DELETE('/api/v1/complaints/{complaint_id}/links/{link_id}', {
      params: { path: { complaint_id: id, link_id } },
    }),
  )
