import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Meeting = Schemas['MeetingOut']
export type MeetingRow = Schemas['MeetingRow']
export type Topic = Schemas['TopicOut']
export type Arithmetic = Schemas['MeetingArithmetic']
export type TopicArithmetic = Schemas['TopicArithmetic']
export type Member = Schemas['TeamMemberOut']
export type Verb = Schemas['MeetingVerb']
export type Matter = Schemas['MatterOut']
export type FiledDocument = Schemas['FiledDocument']
export type Absence = Schemas['AbsenceOut']
export type Declaration = Schemas['DeclarationOut']
export type CheckResult = Schemas['CheckResultRow']
export type Named = Schemas['Named']
type Read = { id: string; revision: number }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } } ? Q : never

const MEETINGS = '/api/v1/meetings'
const ONE = '/api/v1/meetings/{meeting_id}'
const TOPIC = '/api/v1/meetings/{meeting_id}/topics/{topic_id}'
/** A change to what was read; refused with 412 when somebody else was faster. */
const at = (one: Read) => ({ params: { path: { meeting_id: one.id }, header: ifMatch(one.revision) } })
const atTopic = (one: Read, topic_id: string) => ({
  params: { path: { meeting_id: one.id, topic_id }, header: ifMatch(one.revision) },
})

export const meetingKey = (id: string, ...more: string[]) => ['meetings', 'one', id, ...more]

/** The URL holds every filter as text; the server reads it as what it is. */
export const listMeetings = (query: object) =>
  body(api.GET(MEETINGS, { params: { query: query as Query<typeof MEETINGS> } }))
export const getMeeting = (meeting_id: string) => body(api.GET(ONE, { params: { path: { meeting_id } } }))
export const useMeeting = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => meetingKey(toValue(id), 'tree')),
    queryFn: () => getMeeting(toValue(id)),
  })
/** Who is entitled, what is needed, what came out: the server's arithmetic over what is saved. */
export const useArithmetic = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => meetingKey(toValue(id), 'arithmetic')),
    queryFn: () =>
      body(api.GET('/api/v1/meetings/{meeting_id}/arithmetic', { params: { path: { meeting_id: toValue(id) } } })),
  })

/** What the rules would say of a draft if it were submitted now. */
export const usePreview = (id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => meetingKey(toValue(id), 'preview')),
    queryFn: () =>
      body(api.GET('/api/v1/meetings/{meeting_id}/check-preview', { params: { path: { meeting_id: toValue(id) } } })),
    enabled: computed(() => toValue(wanted)),
  })
/** What the rules said of records that were submitted: what did not pass. */
export const useResults = (subjects: MaybeRefOrGetter<string[]>, stamp: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: computed(() => ['checks', 'records', toValue(subjects), toValue(stamp), 'beside']),
    queryFn: () =>
      body(api.GET('/api/v1/check-results', { params: { query: { subject: toValue(subjects), size: 100 } } })),
  })

export const createMeeting = (wanted: Schemas['MeetingIn']): Promise<Meeting> =>
  body(api.POST(MEETINGS, { body: wanted }))
export const changeMeeting = (one: Read, patch: Schemas['MeetingPatch']): Promise<Meeting> =>
  body(api.PATCH(ONE, { ...at(one), body: patch }))
export const discardMeeting = (one: Read) => body(api.DELETE(ONE, at(one)))
export const addTopic = (one: Read, topic: Schemas['TopicIn']): Promise<Meeting> =>
  body(api.POST('/api/v1/meetings/{meeting_id}/topics', { ...at(one), body: topic }))
export const changeTopic = (one: Read, topic: string, patch: Schemas['TopicPatch']): Promise<Meeting> =>
  body(api.PATCH(TOPIC, { ...atTopic(one, topic), body: patch }))
export const removeTopic = (one: Read, topic: string): Promise<Meeting> => body(api.DELETE(TOPIC, atTopic(one, topic)))
/** The agenda in another order: all of its topics, first to last. */
export const orderTopics = (one: Read, topic_ids: string[]): Promise<Meeting> =>
  body(api.POST('/api/v1/meetings/{meeting_id}/topics:order', { ...at(one), body: { topic_ids } }))
/** The moves between the states; those with a reason send it. */
export const act = (one: Read, verb: 'submit' | 'file' | 'return', reason?: string): Promise<Meeting> =>
  body(
    api.POST(`${ONE}:${verb}` as '/api/v1/meetings/{meeting_id}:return', {
      ...at(one),
      body: (reason === undefined ? undefined : { reason }) as Schemas['MeetingReason'],
    }),
  )

/** Opens a filed record for its next edition: why, and which topic of another meeting decided the change. */
export const reviseMeeting = (one: Read, wanted: Schemas['MeetingRevisionIn']): Promise<Meeting> =>
  body(api.POST('/api/v1/meetings/{meeting_id}:revise', { ...at(one), body: wanted }))

export const getEdition = (meeting_id: string, edition: number): Promise<FiledDocument> =>
  body(api.GET('/api/v1/meetings/{meeting_id}/editions/{edition}', { params: { path: { meeting_id, edition } } }))

/** The catalogue in force at a school. It changes once a year. */
export const useMatters = (unit: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['matters', toValue(unit)]),
    queryFn: () => body(api.GET('/api/v1/matters', { params: { query: { unit: toValue(unit) } } })),
    enabled: computed(() => !!toValue(unit)),
    staleTime: 300_000,
  })
export const findSuppliers = (unit: string, name: string) =>
  body(api.GET('/api/v1/suppliers', { params: { query: { name: name || undefined, unit, size: 20 } } }))

export const makeDocument = (asked: Schemas['DecisionPaperIn']) =>
  body(api.POST('/api/v1/decisions/documents', { body: asked }))

const TIES = { absences: '/api/v1/teams/absences', declarations: '/api/v1/teams/declarations' } as const
export const listAbsences = (query: object) =>
  body(api.GET(TIES.absences, { params: { query: query as Query<'/api/v1/teams/absences'> } }))
export const listDeclarations = (query: object) =>
  body(api.GET(TIES.declarations, { params: { query: query as Query<'/api/v1/teams/declarations'> } }))
export const addAbsence = (wanted: Schemas['AbsenceIn']) => body(api.POST(TIES.absences, { body: wanted }))
export const addDeclaration = (wanted: Schemas['DeclarationIn']) => body(api.POST(TIES.declarations, { body: wanted }))
export const removeAbsence = (one: Read) =>
  body(
    api.DELETE('/api/v1/teams/absences/{absence_id}', {
      params: { path: { absence_id: one.id }, header: ifMatch(one.revision) },
    }),
  )
export const removeDeclaration = (one: Read) =>
  body(
    api.DELETE('/api/v1/teams/declarations/{declaration_id}', {
      params: { path: { declaration_id: one.id }, header: ifMatch(one.revision) },
    }),
  )
