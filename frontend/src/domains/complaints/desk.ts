import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'

/** What leaders and desks work with beside single cases: the board, the calendar, ties, what a bureau sets for itself. */
export type Workload = Schemas['Workload']
export type Tie = Schemas['TieOut']
export type ClockRule = Schemas['ClockRuleOut']
export type Matter = Schemas['ComplaintMatterOut']
export type AskedIn = Schemas['AskedField']
export type Superior = Schemas['SuperiorOut']

export const useWorkload = () =>
  useQuery({ queryKey: ['complaints', 'workload'], queryFn: () => body(api.GET('/api/v1/complaints/workload')) })
export const useDueCalendar = (span: MaybeRefOrGetter<{ from_on: string; to_on: string }>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'calendar', toValue(span)]),
    queryFn: () => body(api.GET('/api/v1/complaints/clocks/calendar', { params: { query: toValue(span) } })),
  })

export const useTies = () =>
  useQuery({ queryKey: ['complaints', 'ties'], queryFn: () => body(api.GET('/api/v1/complaints/ties')) })
export const declareTie = (wanted: Schemas['TieIn']) => body(api.POST('/api/v1/complaints/ties', { body: wanted }))
export const liftTie = (tie_id: string) =>
  body(api.DELETE('/api/v1/complaints/ties/{tie_id}', { params: { path: { tie_id } } }))

export const useClockRules = () =>
  useQuery({ queryKey: ['complaints', 'clock-rules'], queryFn: () => body(api.GET('/api/v1/complaints/clock-rules')) })
export const setClockRule = (rule: string, wanted: Schemas['ClockRuleIn']) =>
  body(api.PUT('/api/v1/complaints/clock-rules/{rule}', { params: { path: { rule } }, body: wanted }))
export const changeMatter = (code: string, patch: Schemas['ComplaintMatterPatch']) =>
  body(api.PATCH('/api/v1/complaints/categories/{code}', { params: { path: { code } }, body: patch }))
export const useSuperiors = () =>
  useQuery({
    queryKey: ['complaints', 'superiors'],
    queryFn: () => body(api.GET('/api/v1/complaint-portal/superiors')),
  })
export const setSuperiors = (items: Superior[]) =>
  body(api.PUT('/api/v1/complaint-portal/superiors', { body: { items } }))
