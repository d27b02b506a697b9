import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Case = Schemas['CaseOut']
export type CaseRow = Schemas['CaseRow']
export type Verb = Schemas['CaseVerb']
export type Clock = Schemas['CaseClockOut']
export type DueClock = Schemas['DueClock']
export type Subject = Schemas['MatchIn']['subjects'][number]
export type Content = Schemas['ContentOut']
type Read = { id: string; revision: number }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never

const CASES = '/api/v1/complaints'
/** A change to what was read; refused with 412 when somebody else was faster. */
const at = (one: Read) => ({ params: { path: { complaint_id: one.id }, header: ifMatch(one.revision) } })

/** The URL holds every filter as text; the server reads it as what it is. */
export const listCases = (query: object) => body(api.GET(CASES, { params: { query: query as Query<typeof CASES> } }))
export const listClocks = (query: object) =>
  body(api.GET('/api/v1/complaints/clocks', { params: { query: query as Query<'/api/v1/complaints/clocks'> } }))
export const listSupervised = (query: object) =>
  body(
    api.GET('/api/v1/complaints/supervision', {
      params: { query: query as Query<'/api/v1/complaints/supervision'> },
    }),
  )
/** Opening a case is a reading that the ledger records: it is asked once, not on every return to the window. */
export const useCase = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'one', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/complaints/{complaint_id}', { params: { path: { complaint_id: toValue(id) } } })),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  })
export const useContents = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'contents', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/complaints/{complaint_id}/contents', { params: { path: { complaint_id: toValue(id) } } })),
    enabled: computed(() => toValue(wanted)),
    refetchOnWindowFocus: false,
    gcTime: 0, // what was written is not kept in memory once the page is left
  })
export const useDuplicates = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'duplicates', toValue(id)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/complaints/{complaint_id}/duplicates', { params: { path: { complaint_id: toValue(id) } } }),
      ),
    enabled: computed(() => toValue(wanted)),
  })
export const useWordList = () =>
  useQuery({
    queryKey: ['complaints', 'words'],
    queryFn: () => body(api.GET('/api/v1/complaints/words')),
    staleTime: Infinity,
  })

/** Every verb is an address of the same shape; what it takes is in `verbs.FORMS`. */
export const act = (one: Read, verb: Verb, given: object | undefined): Promise<Case> =>
  body(
    api.POST(`/api/v1/complaints/{complaint_id}:${addressOf(verb)}` as '/api/v1/complaints/{complaint_id}:refuse', {
      ...at(one),
      body: given as Schemas['RefusalIn'],
    }),
  )
export const addressOf = (verb: string) => verb.replaceAll('_', '-')
export const extendClock = (one: Read, clock: string, wanted: Schemas['ClockExtensionIn']): Promise<Case> =>
  body(
    api.POST('/api/v1/complaints/{complaint_id}/clocks/{clock_id}:extend', {
      params: { path: { complaint_id: one.id, clock_id: clock }, header: ifMatch(one.revision) },
      body: wanted,
    }),
  )
export const answerExtension = (one: Read, extension: string, answer: 'grant' | 'deny'): Promise<Case> =>
  body(
    api.POST(
      `/api/v1/complaints/{complaint_id}/extensions/{extension_id}:${answer}` as '/api/v1/complaints/{complaint_id}/extensions/{extension_id}:grant',
      { params: { path: { complaint_id: one.id, extension_id: extension }, header: ifMatch(one.revision) } },
    ),
  )
export const match = (one: Read, wanted: Schemas['MatchIn']) =>
  body(api.POST('/api/v1/complaints/{complaint_id}:match', { ...at(one), body: wanted }))
/** People of the staff list by part of a name, for whoever has to say who is named. The look-up is recorded. */
export const findPersons = (q: string) => body(api.GET('/api/v1/complaints/persons', { params: { query: { q } } }))
/** Who may be given a case, and for which unit; whoever has to do with somebody named keeps out. */
export const useHandlers = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'handlers', toValue(id)]),
    queryFn: () =>
      body(api.GET('/api/v1/complaints/{complaint_id}/handlers', { params: { path: { complaint_id: toValue(id) } } })),
  })
/** Problems of rectification by part of their title. */
export const findProblems = (q: string) =>
  body(api.GET('/api/v1/rectifications/problems', { params: { query: { q: q || undefined, size: 20 } } }))
