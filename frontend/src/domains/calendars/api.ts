import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, body, ifMatch, type Schemas } from '@/client/api'

export type Day = Schemas['DayOut']
export type DayKind = Schemas['DayKind']
export type YearTable = Schemas['YearOut']
export type YearIn = Schemas['YearIn']
export type Term = Schemas['TermOut']

export const useYears = () =>
  useQuery({ queryKey: ['calendar', 'years'], queryFn: () => body(api.GET('/api/v1/calendar/years')) })

/** A year's table with every day of the year. */
export const useYear = (year: MaybeRefOrGetter<number>) =>
  useQuery({
    queryKey: computed(() => ['calendar', 'year', toValue(year)]),
    queryFn: async () => {
      const chosen = toValue(year)
      const [table, days] = await Promise.all([
        body(api.GET('/api/v1/calendar/years/{year}', { params: { path: { year: chosen } } })),
        body(
          api.GET('/api/v1/calendar/days', {
            params: { query: { from: `${chosen}-01-01`, to: `${chosen}-12-31` } },
          }),
        ),
      ])
      return { table, days: days.items }
    },
  })

/** Loads or replaces a year's table; somebody else's newer one is not overwritten. */
export const putYear = (year: number, revision: number | null, table: YearIn) =>
  body(
    api.PUT('/api/v1/calendar/years/{year}', {
      params: { path: { year } },
      headers: revision === null ? {} : ifMatch(revision),
      body: table,
    }),
  )

export const addWorkingDays = (from: string, days: number) =>
  body(api.GET('/api/v1/calendar/working-days:add', { params: { query: { from, days } } }))
export const countWorkingDays = (from: string, to: string) =>
  body(api.GET('/api/v1/calendar/working-days:count', { params: { query: { from, to } } }))

export const useTerms = (unit: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['calendar', 'terms', toValue(unit)]),
    queryFn: () => body(api.GET('/api/v1/calendar/terms', { params: { query: { unit: toValue(unit) || undefined } } })),
  })
export const putTerms = (school_year: string, terms: Schemas['TermsIn']) =>
  body(api.PUT('/api/v1/calendar/terms/{school_year}', { params: { path: { school_year } }, body: terms }))
/** Takes back what the unit has set: it inherits again. */
export const withdrawTerms = (school_year: string, unit: string) =>
  api.DELETE('/api/v1/calendar/terms/{school_year}', { params: { path: { school_year }, query: { unit } } })
