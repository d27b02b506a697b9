import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Person = Schemas['PersonOut']
export type PersonRow = Schemas['PersonRow']
export type PersonIn = Schemas['PersonIn']
export type Post = Schemas['PostRow']
export type ExpiringPost = Schemas['ExpiringPost']
export type Committee = Schemas['CommitteeOut']
export type Member = Schemas['MemberOut']
export type Pair = Schemas['DuplicatePair']
export type Decision = Schemas['Decision']
export type EndReason = Schemas['EndReason']
export type CommitteeRole = Schemas['CommitteeRole']

export const PERSON_FILTERS = ['q', 'unit', 'kind', 'status', 'registration', 'party', 'holds'] as const
export const POST_FILTERS = ['on', 'unit', 'kind', 'team', 'q'] as const
export const TERM_FILTERS = ['within_days', 'unit'] as const
export const COMMITTEE_FILTERS = ['unit', 'kind'] as const

type Of<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } } ? Query : never
interface Versioned {
  id: string
  revision: number
}
const version = ({ revision }: Versioned) => ifMatch(revision)

/** The URL holds every filter as text; the server reads it as what it is. */
export const listPersons = (query: object) =>
  body(api.GET('/api/v1/persons', { params: { query: query as Of<'/api/v1/persons'> } }))
/** The account that belongs to somebody, for who may read accounts. */
export const listAccountsOf = (person: string) => body(api.GET('/api/v1/accounts', { params: { query: { person } } }))
export const listPosts = (query: object) =>
  body(api.GET('/api/v1/posts', { params: { query: query as Of<'/api/v1/posts'> } }))
export const listTerms = (query: object) =>
  body(api.GET('/api/v1/posts/expiring', { params: { query: query as Of<'/api/v1/posts/expiring'> } }))
export const listCommittees = (query: object) =>
  body(api.GET('/api/v1/committees', { params: { query: query as Of<'/api/v1/committees'> } }))
export const listDuplicates = (query: object) =>
  body(api.GET('/api/v1/persons/duplicates', { params: { query: query as Of<'/api/v1/persons/duplicates'> } }))

const person = (person_id: string) => ({ path: { person_id } })
export const getPerson = (id: string) => body(api.GET('/api/v1/persons/{person_id}', { params: person(id) }))
export const createPerson = (wanted: PersonIn) => body(api.POST('/api/v1/persons', { body: wanted }))
export const changePerson = (one: Versioned, patch: Schemas['PersonPatch']) =>
  body(api.PATCH('/api/v1/persons/{person_id}', { params: { ...person(one.id), header: version(one) }, body: patch }))
export const personHistory = (id: string, cursor: string | undefined) =>
  body(api.GET('/api/v1/persons/{person_id}/history', { params: { ...person(id), query: { cursor, limit: 50 } } }))
export const decide = (id: string, wanted: Schemas['RegistrationIn']) =>
  body(api.POST('/api/v1/persons/{person_id}/registrations', { params: person(id), body: wanted }))
export const previewMerge = (id: string, survivor_id: string) =>
  body(api.GET('/api/v1/persons/{person_id}/merge-preview', { params: { ...person(id), query: { survivor_id } } }))
export const mergePerson = (merged: Versioned, survivor_id: string) =>
  body(
    api.POST('/api/v1/persons/{person_id}:merge', {
      params: { ...person(merged.id), header: version(merged) },
      body: { survivor_id },
    }),
  )
const pairOf = ({ one, other }: Pair) => ({ body: { person_id: one.id, other_id: other.id } })
export const dismissPair = (pair: Pair) => body(api.POST('/api/v1/persons/duplicates:dismiss', pairOf(pair)))
export const reconsiderPair = (pair: Pair) => body(api.POST('/api/v1/persons/duplicates:reconsider', pairOf(pair)))

const post = (one: Versioned) => ({ params: { path: { post_id: one.id }, header: version(one) } })
export const takePost = (wanted: Schemas['PostIn']) => body(api.POST('/api/v1/posts', { body: wanted }))
export const changePost = (one: Versioned, patch: Schemas['PostPatch']) =>
  body(api.PATCH('/api/v1/posts/{post_id}', { ...post(one), body: patch }))
export const endPost = (one: Versioned, wanted: Schemas['PostEnd']) =>
  body(api.POST('/api/v1/posts/{post_id}:end', { ...post(one), body: wanted }))
export const reopenPost = (one: Versioned) => body(api.POST('/api/v1/posts/{post_id}:reopen', post(one)))

const committee = (committee_id: string) => ({ path: { committee_id } })
export const getCommittee = (id: string) =>
  body(api.GET('/api/v1/committees/{committee_id}', { params: committee(id) }))
export const foundCommittee = (wanted: Schemas['CommitteeIn']) => body(api.POST('/api/v1/committees', { body: wanted }))
export const changeCommittee = (one: Versioned, patch: Schemas['CommitteePatch']) =>
  body(
    api.PATCH('/api/v1/committees/{committee_id}', {
      params: { ...committee(one.id), header: version(one) },
      body: patch,
    }),
  )
export const committeeHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/committees/{committee_id}/history', {
      params: { ...committee(id), query: { cursor, limit: 50 } },
    }),
  )
export const addMember = (id: string, wanted: Schemas['MemberIn']) =>
  body(api.POST('/api/v1/committees/{committee_id}/members', { params: committee(id), body: wanted }))
export const changeMember = (committee_id: string, member: Versioned, patch: Schemas['MemberPatch']) =>
  body(
    api.PATCH('/api/v1/committees/{committee_id}/members/{member_id}', {
      params: { path: { committee_id, member_id: member.id }, header: version(member) },
      body: patch,
    }),
  )

export const usePerson = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['people', 'one', toValue(id)]),
    queryFn: () => getPerson(toValue(id)),
  })
/** The tables of posts and committees hardly ever change; their words come in the language in force. */
export function usePostKinds() {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['people', 'post-kinds', locale.value]),
    queryFn: () => body(api.GET('/api/v1/posts/kinds')),
    select: ({ items }) => items,
    staleTime: Infinity,
  })
}
export function useCommitteeKinds() {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['people', 'committee-kinds', locale.value]),
    queryFn: () => body(api.GET('/api/v1/committees/kinds')),
    select: ({ items }) => items,
    staleTime: Infinity,
  })
}
export const useUnit = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['units', 'one', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/units/{unit_id}', { params: { path: { unit_id: toValue(id) } } })),
    enabled: computed(() => !!toValue(id)),
  })
/** After a change: everything about people is asked for anew. */
export function useRefresh() {
  const queries = useQueryClient()
  return () => {
    queries.invalidateQueries({ queryKey: ['people'] })
    queries.invalidateQueries({ queryKey: ['events'] })
  }
}
