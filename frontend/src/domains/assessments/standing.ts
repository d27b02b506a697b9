import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'

/** What the overview and the page of a school say of assessments. */
export type CampaignBlock = Schemas['CampaignBlock']
export type PlaceRounds = CampaignBlock['places'][number]
export type SchoolBlock = Schemas['SchoolAssessments']
export type Parts = NonNullable<SchoolBlock['parts']>

export const useBlocks = (unit: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'blocks', toValue(unit) ?? '']),
    queryFn: () => body(api.GET('/api/v1/dashboard/assessments', { params: { query: { unit: toValue(unit) } } })),
    placeholderData: (before) => before,
  })
export const useSchoolBlock = (unit: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['assessments', 'school-block', toValue(unit)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/dashboard/schools/{school_id}/assessments', {
          params: { path: { school_id: toValue(unit) } },
        }),
      ),
  })
