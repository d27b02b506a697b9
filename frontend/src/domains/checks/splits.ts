import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body } from '@/client/api'
import type { paths } from '@/client/schema'
import { fenOf } from '@/shared/lib/format'
import type { Finding, SplitGroup } from './api'

export interface Terms {
  /** Each payment lies below it, in 分; absent where the rule took the threshold of the day. */
  below?: number
  /** Together they reach it, in 分. */
  sum: number
  count: number
  days: number
}
export const SPLIT_FILTERS = [
  ...(['unit', 'key', 'item_below', 'sum_at_least', 'min_count', 'window_days', 'paid_from', 'paid_to'] as const),
] as const
/** The terms of rule ANO-01, which stand where nothing else is asked. */
export const DEFAULTS = { key: 'payee', item_below: '10000', sum_at_least: '10000', min_count: '2', window_days: '30' }
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query: infer Q } } } ? Q : never
type Asked = Record<string, string>

/** The URL holds every term as text; the server reads it as what it is, and what is empty is not sent. */
const given = (asked: Asked): object => Object.fromEntries(Object.entries(asked).filter(([, value]) => value))
export const useSplits = (asked: MaybeRefOrGetter<Asked>) =>
  useQuery({
    queryKey: computed(() => ['checks', 'splits', toValue(asked)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/analytics/threshold-split', {
          params: { query: given(toValue(asked)) as Query<'/api/v1/analytics/threshold-split'> },
        }),
      ),
    enabled: computed(() => !!toValue(asked).unit),
    placeholderData: keepPreviousData,
  })
export const useShares = (asked: MaybeRefOrGetter<Asked>) =>
  useQuery({
    queryKey: computed(() => ['checks', 'shares', toValue(asked)]),
    queryFn: () =>
      body(
        api.GET('/api/v1/analytics/supplier-concentration', {
          params: { query: given(toValue(asked)) as Query<'/api/v1/analytics/supplier-concentration'> },
        }),
      ),
    enabled: computed(() => !!toValue(asked).unit),
    placeholderData: keepPreviousData,
  })

export const termsOf = (asked: Asked): Terms => {
  const all = { ...DEFAULTS, ...given(asked) }
  return {
    below: fenOf(all.item_below),
    sum: fenOf(all.sum_at_least),
    count: Number(all.min_count),
    days: Number(all.window_days),
  }
}

/** The payments of a finding about splitting, as the explorer shows a group; null where they are no longer there. */
export function groupOf({ evidence, records, unit }: Pick<Finding, 'evidence' | 'records' | 'unit'>) {
  const payments = records
    .filter(({ type, on, amount }) => type === 'payment' && on && amount)
    .map(({ id, on, amount }) => ({ id, paid_on: on ?? '', amount: amount ?? '0' }))
    .sort((one, other) => one.paid_on.localeCompare(other.paid_on))
  const first = payments[0]
  const last = payments.at(-1)
  if (!first || !last || typeof evidence.sum !== 'number') return null
  const days = Number(evidence.window_days ?? 30)
  const group: SplitGroup = {
    unit,
    key: String(evidence.key ?? ''),
    sum: (evidence.sum / 100).toFixed(2),
    first_on: first.paid_on,
    last_on: last.paid_on,
    payments,
  }
  return { group, terms: { sum: Number(evidence.threshold ?? evidence.sum), count: 2, days } satisfies Terms }
}
