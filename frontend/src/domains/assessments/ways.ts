import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

/** How an assessment begins from an earlier one, how schools come to take part, how it moves to a newer framework. */
export type CloneIn = Schemas['AssessmentCloneIn']
export type Quota = Schemas['DistrictQuota']
export type Preview = Schemas['AssessmentMigrationPreview']
export type Moves = Schemas['AssessmentMigrations']
type Id = MaybeRefOrGetter<string>
type Read = { id: string; revision: number }

const at = (campaign_id: string) => ({ path: { campaign_id } })
export const cloneCampaign = (id: string, wanted: CloneIn) =>
  body(api.POST('/api/v1/assessments/campaigns/{campaign_id}:clone', { params: at(id), body: wanted }))
export const useEarlier = (wanted: MaybeRefOrGetter<boolean>) =>
  useQuery({
    queryKey: ['assessments', 'earlier'],
    queryFn: () => body(api.GET('/api/v1/assessments/campaigns', { params: { query: { size: 50 } } })),
    enabled: computed(() => toValue(wanted)),
  })

export const useQuotas = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'quotas', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/assessments/campaigns/{campaign_id}/quotas', { params: at(toValue(id)) })),
  })
/** The caller's own school in a campaign, if it has applied. */
export const useOwnEnrolments = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'own-enrolments', toValue(id)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/assessments/campaigns/{campaign_id}/enrolments', {
          params: { ...at(toValue(id)), query: { size: 5 } },
        }),
      ),
  })
export const withdrawApplication = ({ id, revision }: Read) =>
  body(
    api.POST('/api/v1/assessments/enrolments/{enrolment_id}:withdraw', {
      params: { path: { enrolment_id: id }, header: ifMatch(revision) },
    }),
  )
/** The districts below a bureau. */
export const useUnits = () =>
  useQuery({ queryKey: ['units', 'tree'], queryFn: () => body(api.GET('/api/v1/units/tree')) })

export const useMoves = (id: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'moves', toValue(id)]),
    queryFn: () => body(api.GET('/api/v1/assessments/campaigns/{campaign_id}/migrations', { params: at(toValue(id)) })),
  })
export const usePreview = (id: Id, to: Id) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'move-preview', toValue(id), toValue(to)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/assessments/campaigns/{campaign_id}/migrations/preview', {
          params: { ...at(toValue(id)), query: { to: toValue(to) } },
        }),
      ),
    enabled: computed(() => !!toValue(to)),
    staleTime: 0,
  })
export const migrateCampaign = ({ id, revision }: Read, wanted: Schemas['AssessmentMigrateIn']) =>
  body(
    api.POST('/api/v1/assessments/campaigns/{campaign_id}:migrate', {
      params: { ...at(id), header: ifMatch(revision) },
      body: wanted,
    }),
  )
