import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Finding = Schemas['FindingDetail']
export type Verb = Schemas['FindingVerb']
export type SchoolChecks = Schemas['SchoolChecksRow']
export type Rule = Schemas['CheckRuleOut']
export type Vector = Schemas['CheckVector']
export type SplitGroup = Schemas['SplitGroup']
export type Family = Schemas['FamilyFigures']
type Read = { id: string; revision: number }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never

const FINDINGS = '/api/v1/findings'
const ONE = '/api/v1/findings/{finding_id}'

/** The URL holds every filter as text; the server reads it as what it is. */
export const listFindings = (query: object) =>
  body(api.GET(FINDINGS, { params: { query: query as Query<typeof FINDINGS> } }))
export const listSchools = (query: object) =>
  body(api.GET('/api/v1/check-runs', { params: { query: query as Query<'/api/v1/check-runs'> } }))
export const listResults = (query: object) =>
  body(api.GET('/api/v1/check-results', { params: { query: query as Query<'/api/v1/check-results'> } }))

export const useFinding = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['findings', 'one', toValue(id)]),
    queryFn: () => body(api.GET(ONE, { params: { path: { finding_id: toValue(id) } } })),
  })
/** Who may look after it: whom `assign` takes. */
export const useOwners = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['findings', 'owners', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/findings/{finding_id}/owners', { params: { path: { finding_id: toValue(id) } } })),
    enabled: computed(() => !!toValue(id)),
  })

const at = (one: Read) => ({ params: { path: { finding_id: one.id }, header: ifMatch(one.revision) } })
/** Every verb is an address of the same shape; what it takes is in `verbs.FORMS`. */
export const act = (one: Read, verb: Verb, given: object | undefined): Promise<Finding> =>
  body(
    api.POST(`${ONE}:${addressOf(verb)}` as '/api/v1/findings/{finding_id}:respond', {
      ...at(one),
      body: given as Schemas['FindingTextIn'],
    }),
  )
/** Several at once, each as it was read. */
export const assignFindings = (rows: readonly Read[], given: Omit<Schemas['FindingsAssignIn'], 'items'>) =>
  body(
    api.POST('/api/v1/findings:assign', {
      body: { ...given, items: rows.map(({ id, revision }) => ({ id, revision })) },
    }),
  )
export const addressOf = (verb: Verb) => (verb === 'propose' ? 'propose-dismissal' : verb)

export const useRule = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['check-rules', 'one', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/check-rules/{rule_id}', { params: { path: { rule_id: toValue(id) } } })),
    staleTime: Infinity,
  })
export const useSoundRecord = (suite: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ['check-rules', 'sound', toValue(suite)]),
    queryFn: () =>
      body(api.GET('/api/v1/check-rules/sound-records/{suite}', { params: { path: { suite: toValue(suite) } } })),
    enabled: computed(() => toValue(wanted)),
    staleTime: Infinity,
  })

export const useEvaluability = (unit: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['checks', 'evaluability', toValue(unit)]),
    queryFn: () =>
      body(api.GET('/api/v1/schools/{school_id}/evaluability', { params: { path: { school_id: toValue(unit) } } })),
  })
export const runChecks = (unit_id: string) => body(api.POST('/api/v1/check-runs', { body: { unit_id } }))

export const useBlock = (unit: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['checks', 'block', toValue(unit)]),
    queryFn: () => body(api.GET('/api/v1/dashboard/checks', { params: { query: { unit: toValue(unit) } } })),
  })
/** Records with an open finding and a complaint: the inspection team asks for it, and the asking is recorded. */
export const getWeighed = (unit: string) =>
  body(api.GET('/api/v1/schools/{school_id}/weighed-findings', { params: { path: { school_id: unit } } }))
