import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

/** What stays: frozen outcomes, and the awards that rest on them. */
export type Outcome = Schemas['OutcomeOut']
export type OutcomeRow = Schemas['OutcomeRow']
export type Award = Schemas['AwardOut']
export type AwardVerb = Award['verbs'][number]

type Id = MaybeRefOrGetter<string>
const OUTCOME = '/api/v1/assessments/outcomes/{outcome_id}'
const AWARD = '/api/v1/assessments/awards/{award_id}'
type OutcomeQuery = NonNullable<paths['/api/v1/assessments/outcomes']['get']['parameters']['query']>
type AwardQuery = NonNullable<paths['/api/v1/assessments/awards']['get']['parameters']['query']>

export const listOutcomes = (query: object) =>
  body(api.GET('/api/v1/assessments/outcomes', { params: { query: query as OutcomeQuery } }))
const outcome = (outcome_id: string) => ({ params: { path: { outcome_id } } })
export const useOutcome = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'outcome', toValue(id)]),
    queryFn: () => body(api.GET(OUTCOME, outcome(toValue(id)))),
  })
/** Every number of one school in one campaign, the newest first. */
export const useNumbers = (query: MaybeRefOrGetter<{ campaign: string; unit: string } | undefined>) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'outcome-numbers', toValue(query)]),
    queryFn: () => listOutcomes({ ...toValue(query), every: true, sort: '-frozen_at', size: 100 }),
    enabled: computed(() => !!toValue(query)),
  })
export const recompute = (id: string) => body(api.GET(`${OUTCOME}/recomputation`, outcome(id)))
export const correctOutcome = (id: string, reason: string) =>
  body(api.POST(`${OUTCOME}:correct`, { ...outcome(id), body: { reason } }))

export const listAwards = (query: object) =>
  body(api.GET('/api/v1/assessments/awards', { params: { query: query as AwardQuery } }))
const award = (award_id: string) => ({ path: { award_id } })
export const useAward = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'award', toValue(id)]),
    queryFn: () => body(api.GET(AWARD, { params: award(toValue(id)) })),
  })
export const awardHistory = (id: string, cursor: string | undefined) =>
  body(api.GET(`${AWARD}/history`, { params: { ...award(id), query: { cursor, limit: 50 } } }))
export const proposeAward = (wanted: Schemas['AssessmentAwardIn']) =>
  body(api.POST('/api/v1/assessments/awards', { body: wanted }))
export const proposeAwards = (campaign_id: string, wanted: Schemas['AwardsOfBandIn']) =>
  body(
    api.POST('/api/v1/assessments/campaigns/{campaign_id}/awards', {
      params: { path: { campaign_id } },
      body: wanted,
    }),
  )

/** One notice of several awards, as a draft: of what is proposed, or of what was decided. */
export const noticeOf = {
  publicise: (wanted: Schemas['AwardNoticeIn']) =>
    body(api.POST('/api/v1/assessments/awards:publicise', { body: wanted })),
  announce: (wanted: Schemas['AwardNoticeIn']) =>
    body(api.POST('/api/v1/assessments/awards:announce', { body: wanted })),
}

const read = ({ id, revision }: Award) => ({ params: { ...award(id), header: ifMatch(revision) } })
type Step = Schemas['AwardGrantIn']
type Removal = Schemas['AwardRemovalIn']
export const stepAward = {
  grant: (one: Award, said: Step) => body(api.POST(`${AWARD}:grant`, { ...read(one), body: said })),
  refuse: (one: Award, reason: string) => body(api.POST(`${AWARD}:refuse`, { ...read(one), body: { reason } })),
  resume: (one: Award, reason: string) => body(api.POST(`${AWARD}:resume`, { ...read(one), body: { reason } })),
  suspend: (one: Award, said: Removal) => body(api.POST(`${AWARD}:suspend`, { ...read(one), body: said })),
  revoke: (one: Award, said: Removal) => body(api.POST(`${AWARD}:revoke`, { ...read(one), body: said })),
}
