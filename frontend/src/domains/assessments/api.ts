import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'
import type { paths } from '@/client/schema'

export type Campaign = Schemas['AssessmentCampaignOut']
export type CampaignRow = Schemas['AssessmentCampaignRow']
export type CampaignIn = Schemas['AssessmentCampaignIn']
export type CampaignPatch = Schemas['AssessmentCampaignPatch']
export type CampaignVerb = Campaign['verbs'][number]
export type Enrolment = Schemas['EnrolmentRow']
export type Progress = Schemas['ProgressMatrix']
export type Paper = Omit<Schemas['CampaignPaperIn'], 'lang'>
export type Round = Schemas['AssessmentWindowOut']['round']

type CampaignQuery = NonNullable<paths['/api/v1/assessments/campaigns']['get']['parameters']['query']>
type EnrolmentQuery = NonNullable<
  paths['/api/v1/assessments/campaigns/{campaign_id}/enrolments']['get']['parameters']['query']
>
type Read = Pick<Campaign, 'id' | 'revision'>

const at = (id: string) => ({ path: { campaign_id: id } })
/** A change to what was read; refused with 412 when somebody else was faster. */
const read = ({ id, revision }: Read) => ({ params: { ...at(id), header: ifMatch(revision) } })

/** The URL holds every filter as text; the server reads it as what it is. */
export const listCampaigns = (query: object) =>
  body(api.GET('/api/v1/assessments/campaigns', { params: { query: query as CampaignQuery } }))
export const useCampaign = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'campaign', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/assessments/campaigns/{campaign_id}', { params: at(toValue(id)) })),
    enabled: computed(() => !!toValue(id)),
  })
export const createCampaign = (campaign: CampaignIn) =>
  body(api.POST('/api/v1/assessments/campaigns', { body: campaign }))
export const changeCampaign = (campaign: Read, patch: CampaignPatch) =>
  body(api.PATCH('/api/v1/assessments/campaigns/{campaign_id}', { ...read(campaign), body: patch }))
export const discardCampaign = (campaign: Read) =>
  body(api.DELETE('/api/v1/assessments/campaigns/{campaign_id}', read(campaign)))
export const openCampaign = (campaign: Read) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}:open', read(campaign)))
export const advanceCampaign = (campaign: Read) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}:advance', read(campaign)))
export const archiveCampaign = (campaign: Read) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}:archive', read(campaign)))
export const makePaper = (id: string, paper: Paper, lang: string) =>
  body(
    api.POST('/api/v1/assessments/campaigns/{campaign_id}/documents', {
      params: at(id),
      body: { ...paper, lang: lang as Schemas['CampaignPaperIn']['lang'] },
    }),
  )
export const campaignHistory = (id: string, cursor: string | undefined) =>
  body(
    api.GET('/api/v1/assessments/campaigns/{campaign_id}/history', {
      params: { ...at(id), query: { cursor, limit: 50 } },
    }),
  )

export const listEnrolments = (id: string, query: object) =>
  body(
    api.GET('/api/v1/assessments/campaigns/{campaign_id}/enrolments', {
      params: { ...at(id), query: query as EnrolmentQuery },
    }),
  )
type ProgressQuery = NonNullable<
  paths['/api/v1/assessments/campaigns/{campaign_id}/progress']['get']['parameters']['query']
>
export const listProgress = (id: string, query: object) =>
  body(
    api.GET('/api/v1/assessments/campaigns/{campaign_id}/progress', {
      params: { ...at(id), query: query as ProgressQuery },
    }),
  )
export const getHeatMap = (id: string, round: Round) =>
  body(api.GET('/api/v1/assessments/campaigns/{campaign_id}/heat-map', { params: { ...at(id), query: { round } } }))
export const enrol = (id: string, wanted: Schemas['EnrolIn']) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}/enrolments', { params: at(id), body: wanted }))
export const applyFor = (id: string, wanted: Schemas['ApplicationIn']) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}/applications', { params: at(id), body: wanted }))

const readEnrolment = ({ id, revision }: Pick<Enrolment, 'id' | 'revision'>) => ({
  params: { path: { enrolment_id: id }, header: ifMatch(revision) },
})
export const admitEnrolment = (enrolment: Enrolment) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}:admit', readEnrolment(enrolment)))
export const refuseEnrolment = (enrolment: Enrolment, reason: string) =>
  body(
    api.POST('/api/v1/assessments/enrolments/{enrolment_id}:refuse', { ...readEnrolment(enrolment), body: { reason } }),
  )
export const excludeEnrolment = (enrolment: Enrolment, reason: string) =>
  body(
    api.POST('/api/v1/assessments/enrolments/{enrolment_id}:exclude', {
      ...readEnrolment(enrolment),
      body: { reason },
    }),
  )
export const restoreEnrolment = (enrolment: Enrolment) =>
  body(api.POST('/api/v1/assessments/enrolments/{enrolment_id}:restore', readEnrolment(enrolment)))
