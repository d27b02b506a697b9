import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, type Schemas } from '@/client/api'

export type Figures = Schemas['ComplaintTable']
export type Dimension = Figures['by']
export const DIMENSIONS = [
  'month',
  'quarter',
  'unit',
  'category',
  'track',
  'channel',
  'outcome',
  'form',
] as const satisfies readonly Dimension[]

export const useFigures = (wanted: MaybeRefOrGetter<{ year: number; by: Dimension; across?: Dimension }>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'figures', toValue(wanted)]),
    queryFn: () => body(api.GET('/api/v1/complaints/statistics', { params: { query: toValue(wanted) } })),
  })
export const useRates = (year: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: computed(() => ['complaints', 'rates', toValue(year)]),
    queryFn: () => body(api.GET('/api/v1/complaints/statistics/rates', { params: { query: { year: toValue(year) } } })),
  })
export const useOverview = () =>
  useQuery({ queryKey: ['complaints', 'overview'], queryFn: () => body(api.GET('/api/v1/complaints/overview')) })
export const makeReport = (wanted: Schemas['ReportIn']) =>
  body(api.POST('/api/v1/complaints/reports', { body: wanted }))

/** The quarter that was over on a day. */
export function lastQuarter(day: string): { year: number; quarter: number } {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const over = Math.floor((month - 1) / 3)
  return over ? { year, quarter: over } : { year: year - 1, quarter: 4 }
}

const TIME: readonly Dimension[] = ['month', 'quarter']
export const dimensionOf = (named: string): Dimension => DIMENSIONS.find((one) => one === named) ?? 'category'
/** The second dimension, where it is one and goes with the first: none twice, nor two of time. */
export function acrossOf(by: Dimension, named: string): Dimension | undefined {
  const found = DIMENSIONS.find((one) => one === named)
  if (!found || found === by || (TIME.includes(by) && TIME.includes(found))) return undefined
  return found
}
/** A year that an address names; else that of the last month that is over. */
export function yearOf(named: string, today: string): number {
  if (/^20\d{2}$/.test(named)) return Number(named)
  const [year = 0, month = 1] = today.split('-').map(Number)
  return month === 1 ? year - 1 : year
}
