import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'

export type Overview = Schemas['OverviewOut']
export type DistrictRow = Overview['districts'][number]
export type Today = Schemas['TodayOut']
export type Day = Schemas['DayOut']

export const useOverview = (unit: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['overview', toValue(unit) ?? '']),
    queryFn: () => body(api.GET('/api/v1/dashboard/overview', { params: { query: { unit: toValue(unit) } } })),
    placeholderData: (before) => before,
  })
export const useToday = (unit: MaybeRefOrGetter<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['calendar', 'today', toValue(unit) ?? '']),
    queryFn: () => body(api.GET('/api/v1/calendar/today', { params: { query: { unit: toValue(unit) } } })),
  })
export const useDays = (from: string, to: string) =>
  useQuery({
    queryKey: ['calendar', 'days', from, to],
    queryFn: () => body(api.GET('/api/v1/calendar/days', { params: { query: { from, to } } })),
  })
/** The districts that the overview can be narrowed to. */
export const useDistricts = () =>
  useQuery({
    queryKey: ['units', 'tree'],
    queryFn: () => body(api.GET('/api/v1/units/tree')),
    select: ({ items }) => items.filter(({ kind }) => kind === 'district'),
  })
