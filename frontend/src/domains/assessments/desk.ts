import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

/** What the desk of one enrolment asks of the server: its rounds, entries, evidence, people. */
export type DeskEnrolment = Schemas['EnrolmentOut']
export type DeskRound = Schemas['AssessmentRoundOut']
export type RoundBrief = DeskEnrolment['rounds'][number]
export type RoundName = RoundBrief['round']
export type Score = Schemas['AssessmentScoreOut']
export type ScoreIn = Schemas['AssessmentScoreIn']
export type SideItem = Schemas['SideBySideItem']
export type Readiness = Schemas['AssessmentReadiness']
export type Slot = Schemas['EvidenceSlotOut']
export type Explained = Schemas['ExplainedOut']
export type Indicator = Schemas['IndicatorDocument'] & { children?: Indicator[] }

type Place = { id: string; round: RoundName }
type Id = MaybeRefOrGetter<string>
type EvidenceQuery = NonNullable<paths['/api/v1/evidence']['get']['parameters']['query']>
const ONE = '/api/v1/assessments/enrolments/{enrolment_id}/rounds/{round}'
const at = ({ id, round }: Place) => ({ path: { enrolment_id: id, round } })
const of = (enrolment_id: string) => ({ params: { path: { enrolment_id } } })
/** Everything of one enrolment lies under this key, so that one call asks for all of it anew. */
export const deskKey = (id: string, ...more: string[]) => ['assessments', 'desk', id, ...more]

export const useEnrolment = (id: Id) =>
  useQuery({
    queryKey: computed(() => deskKey(toValue(id), 'enrolment')),
    queryFn: () => body(api.GET('/api/v1/assessments/enrolments/{enrolment_id}', of(toValue(id)))),
    enabled: computed(() => !!toValue(id)),
  })
/** A published version never changes. */
export const useDocument = (version: Id) =>
  useQuery({
    queryKey: computed(() => ['frameworks', 'version', toValue(version)]),
    queryFn: () =>
      body(api.GET('/api/v1/framework-versions/{version_id}', { params: { path: { version_id: toValue(version) } } })),
    enabled: computed(() => !!toValue(version)),
  })
export const useSideBySide = (id: Id) =>
  useQuery({
    queryKey: computed(() => deskKey(toValue(id), 'items')),
    queryFn: () => body(api.GET('/api/v1/assessments/enrolments/{enrolment_id}/items', of(toValue(id)))),
    enabled: computed(() => !!toValue(id)),
  })
export const useSlots = (id: Id) =>
  useQuery({
    queryKey: computed(() => deskKey(toValue(id), 'slots')),
    queryFn: () => body(api.GET('/api/v1/assessments/enrolments/{enrolment_id}/slots', of(toValue(id)))),
  })
export const useRound = (place: Place) =>
  useQuery({
    queryKey: deskKey(place.id, 'round', place.round),
    queryFn: () => body(api.GET(ONE, { params: at(place) })),
  })
export const useReadiness = (place: Place, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: deskKey(place.id, 'readiness', place.round),
    queryFn: () => body(api.GET(`${ONE}/readiness`, { params: at(place) })),
    enabled: computed(() => toValue(wanted)),
  })
export const useExplanation = (place: Place) =>
  useQuery({
    queryKey: deskKey(place.id, 'explanation', place.round),
    queryFn: () => body(api.GET(`${ONE}/explanation`, { params: at(place) })),
  })

/** `revision` is that of the entry, 0 where there is none; refused with 412 and both versions when it is older. */
export const saveScore = (place: Place, code: string, revision: number, entry: ScoreIn) =>
  body(
    api.PUT(`${ONE}/scores/{code}`, {
      params: { path: { ...at(place).path, code }, header: ifMatch(revision) },
      body: entry,
    }),
  )
const read = (place: Place, revision: number) => ({ params: { ...at(place), header: ifMatch(revision) } })
export const submitRound = (place: Place, revision: number, wanted: Schemas['AssessmentSubmitIn']) =>
  body(api.POST(`${ONE}:submit`, { ...read(place, revision), body: wanted }))
export const returnRound = (place: Place, revision: number, reason: string) =>
  body(api.POST(`${ONE}:return`, { ...read(place, revision), body: { reason } }))
export const acceptRound = (place: Place, revision: number) =>
  body(api.POST(`${ONE}:accept`, { ...read(place, revision), body: {} }))
export const takeOver = {
  /** What the round before says, of every item that has no entry yet. */
  confirm: (place: Place) => body(api.POST(`${ONE}:confirm`, { params: at(place), body: {} })),
  /** The figures that the product has. */
  derive: (place: Place) => body(api.POST(`${ONE}:derive`, { params: at(place) })),
}
export const returnMany = (campaign_id: string, wanted: Schemas['AssessmentReturnManyIn']) =>
  body(
    api.POST('/api/v1/assessments/campaigns/{campaign_id}/rounds:return', {
      params: { path: { campaign_id } },
      body: wanted,
    }),
  )
/** Schools of the campaign within reach, beside which a reviewer works, with where their rounds stand. */
export const useSchools = (campaign: Id, asked: MaybeRefOrGetter<{ q: string; round: RoundName; state: string }>) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'desk-schools', toValue(campaign), toValue(asked)]),
    queryFn: () => {
      const { q, round, state } = toValue(asked)
      return body(
        api.GET('/api/v1/assessments/campaigns/{campaign_id}/progress', {
          params: {
            path: { campaign_id: toValue(campaign) },
            query: { q: q || undefined, size: 200, ...(state ? { round, round_state: state as never } : {}) },
          },
        }),
      )
    },
    placeholderData: (before) => before,
  })

export const useAssignments = (place: Place, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: deskKey(place.id, 'assignments', place.round),
    queryFn: () => body(api.GET(`${ONE}/assignments`, { params: at(place) })),
    enabled: computed(() => toValue(wanted)),
  })
export const assignItems = (place: Place, assignments: Schemas['ItemAssignmentIn'][]) =>
  body(api.PUT(`${ONE}/assignments`, { params: at(place), body: { assignments } }))

/** Says that what was given to the caller is finished. */
export const finishItems = (place: Place, code: string) =>
  body(api.POST(`${ONE}/assignments/{code}:done`, { params: { path: { ...at(place).path, code } } }))

export const useRecusals = (id: Id, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => deskKey(toValue(id), 'recusals')),
    queryFn: () => body(api.GET('/api/v1/assessments/enrolments/{enrolment_id}/recusals', of(toValue(id)))),
    enabled: computed(() => toValue(wanted)),
  })
export const declareTie = (id: string, reason: string) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}/recusals', { ...of(id), body: { reason } }))

/** Evidence of a school that may serve a place. */
export const findEvidence = (query: EvidenceQuery) => body(api.GET('/api/v1/evidence', { params: { query } }))
export const fileEvidence = (id: string, slot: Pick<Slot, 'code' | 'slot'>, item_id: string) =>
  body(
    api.POST('/api/v1/assessments/enrolments/{enrolment_id}/slots/{code}/{slot}/evidence', {
      params: { path: { enrolment_id: id, code: slot.code, slot: slot.slot } },
      body: { item_id },
    }),
  )
