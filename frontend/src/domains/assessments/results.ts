import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import { Problem } from '@/client/problem'
import type { paths } from '@/client/schema'
import type { Campaign } from './api'

/** What a campaign comes to: computing, ranking, figures, moderation, the notice, the end. */
export type Ranked = Schemas['AssessmentRankingRow']
export type Result = Schemas['AssessmentResultOut']
export type Gaps = Schemas['GapsOfCampaign']
export type Difficulty = Schemas['DifficultyRow']
export type Moderated = Schemas['ModerationRow']
export type Publication = Schemas['PublicationOut']
export type Limit = Schemas['LimitIn']
export type Framework = Schemas['FrameworkDocument']

type Id = MaybeRefOrGetter<string>
type Read = Pick<Campaign, 'id' | 'revision'>
const CAMPAIGN = '/api/v1/assessments/campaigns/{campaign_id}'
const at = (id: string) => ({ path: { campaign_id: id } })
const read = ({ id, revision }: Read) => ({ params: { ...at(id), header: ifMatch(revision) } })
type RankingQuery = NonNullable<paths[`${typeof CAMPAIGN}/ranking`]['get']['parameters']['query']>
type ModerationQuery = NonNullable<paths[`${typeof CAMPAIGN}/moderation`]['get']['parameters']['query']>

/** Everything about results lies under this key, so that one call asks for all of it anew. */
const key = (...more: unknown[]) => ['assessments', 'results', ...more]

export const listRanking = (id: string, query: object) =>
  body(api.GET(`${CAMPAIGN}/ranking`, { params: { ...at(id), query: query as RankingQuery } }))
export const listModeration = (id: string, query: object) =>
  body(api.GET(`${CAMPAIGN}/moderation`, { params: { ...at(id), query: query as ModerationQuery } }))
/** How many disagreements have to be settled before results are shown. */
export const useDue = (id: Id, wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: computed(() => key('due', toValue(id))),
    queryFn: () => listModeration(toValue(id), { due: true, size: 1 }),
    enabled: computed(() => toValue(wanted)),
  })
export const useGaps = (id: Id) =>
  useQuery({
    queryKey: computed(() => key('gaps', toValue(id))),
    queryFn: () => body(api.GET(`${CAMPAIGN}/gaps`, { params: at(toValue(id)) })),
  })
export const useDifficulty = (id: Id) =>
  useQuery({
    queryKey: computed(() => key('difficulty', toValue(id))),
    queryFn: () => body(api.GET(`${CAMPAIGN}/difficulty`, { params: at(toValue(id)) })),
  })
export const usePublications = (id: Id, wanted: MaybeRefOrGetter<boolean> = true) =>
  useQuery({
    queryKey: computed(() => key('publications', toValue(id))),
    queryFn: () => body(api.GET(`${CAMPAIGN}/publications`, { params: at(toValue(id)) })),
    enabled: computed(() => toValue(wanted)),
  })
/** How many schools there are of each kind that leads somewhere. */
export const useRankingCounts = (id: Id) =>
  useQuery({
    queryKey: computed(() => key('counts', toValue(id))),
    queryFn: async () => {
      const ask = async (filter: object) => (await listRanking(toValue(id), { ...filter, size: 1 })).total
      const [all, vetoed, incomplete] = await Promise.all([ask({}), ask({ vetoed: true }), ask({ incomplete: true })])
      return { all, vetoed, incomplete }
    },
  })
/** What one school came to; null while there is nothing for the reader to see. */
export const useResult = (enrolment: Id) =>
  useQuery({
    queryKey: computed(() => key('one', toValue(enrolment))),
    queryFn: async () => {
      const path = { enrolment_id: toValue(enrolment) }
      try {
        return await body(api.GET('/api/v1/assessments/enrolments/{enrolment_id}/result', { params: { path } }))
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
  })
export type SchoolPaper = Omit<Schemas['SchoolPaperIn'], 'lang'>
export const makeSchoolPaper = (enrolment_id: string, paper: SchoolPaper, lang: string) =>
  body(
    api.POST('/api/v1/assessments/enrolments/{enrolment_id}/documents', {
      params: { path: { enrolment_id } },
      body: { ...paper, lang: lang as Schemas['SchoolPaperIn']['lang'] },
    }),
  )
/** Disagreements of a campaign that stand as they are, for one reason; what cannot be settled is told by its code. */
export const settleDisagreements = (id: string, wanted: Schemas['SettleIn']) =>
  body(api.POST(`${CAMPAIGN}/disagreements:settle`, { params: at(id), body: wanted }))
/** Problems out of low grades: how many there would be, or are written down. */
export const rectifyGrades = (id: string, dry_run: boolean) =>
  body(api.POST(`${CAMPAIGN}:rectify`, { params: at(id), body: { dry_run } }))

export const computeResults = (campaign: Read, limits: Limit[]) =>
  body(api.POST(`${CAMPAIGN}:compute`, { ...read(campaign), body: { limits } }))
export const publishResults = (campaign: Read) => body(api.POST(`${CAMPAIGN}:publish`, read(campaign)))
export const hearAppeals = (campaign: Read) => body(api.POST(`${CAMPAIGN}:hear`, read(campaign)))
export const finalizeResults = (campaign: Read) => body(api.POST(`${CAMPAIGN}:finalize`, read(campaign)))
export const reopenResults = (campaign: Read, reason: string) =>
  body(api.POST(`${CAMPAIGN}:reopen`, { ...read(campaign), body: { reason } }))
