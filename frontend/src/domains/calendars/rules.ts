import type { Fault } from '@/client/problem'
import type { Day, Term, YearIn } from './api'

export interface NamedDay {
  date: string
  name: string
}
export interface Month {
  month: number
  /** Weeks from Monday to Sunday; null before the first and after the last day. */
  weeks: (Day | null)[][]
}

const MILLISECONDS = 86_400_000
const instant = (day: string) => Date.parse(`${day}T00:00:00Z`)
const following = (day: string) => new Date(instant(day) + MILLISECONDS).toISOString().slice(0, 10)
/** 0 is Monday. */
const weekday = (day: string) => (new Date(instant(day)).getUTCDay() + 6) % 7

/** The days of a year, in their order, as twelve sheets. */
export function monthsOf(days: Day[]): Month[] {
  return Array.from({ length: 12 }, (_, at) => {
    const own = days.filter((day) => Number(day.date.slice(5, 7)) === at + 1)
    const lead = own[0] ? weekday(own[0].date) : 0
    const cells = [...Array<null>(lead).fill(null), ...own]
    while (cells.length % 7) cells.push(null)
    return { month: at + 1, weeks: Array.from({ length: cells.length / 7 }, (_, w) => cells.slice(w * 7, w * 7 + 7)) }
  })
}

/** One line per stretch of days of one holiday: "2027-10-01—2027-10-07 国庆节". */
export function linesOf(days: NamedDay[]): string {
  const stretches: { from: string; to: string; name: string }[] = []
  for (const { date, name } of [...days].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = stretches.at(-1)
    if (last && last.name === name && following(last.to) === date) last.to = date
    else stretches.push({ from: date, to: date, name })
  }
  return stretches.map(({ from, to, name }) => `${from === to ? from : `${from}—${to}`} ${name}`).join('\n')
}

const LINE = /^(\d{4}-\d{2}-\d{2})(?:\s*[—–~至-]+\s*(\d{4}-\d{2}-\d{2}))?[\s,，：:]+(\S.*)$/

function daysOfLine(line: string): NamedDay[] | null {
  const [, from, to = from, name] = LINE.exec(line) ?? []
  if (!from || !to || !name || !instant(from) || !instant(to) || to < from) return null
  const days = []
  for (let date = from; date <= to && days.length <= 366; date = following(date)) days.push({ date, name: name.trim() })
  return days
}

/** The days that typed lines name, and the lines (from 1) that cannot be read. */
export function parseLines(text: string): { days: NamedDay[]; unread: number[] } {
  const lines = text.split('\n').map((line) => line.trim())
  const read = lines.map((line) => (line ? daysOfLine(line) : []))
  return {
    days: read.flatMap((days) => days ?? []),
    unread: read.flatMap((days, at) => (days ? [] : [at + 1])),
  }
}

function named(days: unknown): NamedDay[] {
  if (Array.isArray(days)) return days.map(({ date, name }) => ({ date: String(date), name: String(name) }))
  // The open data set chinese-days writes {"2026-01-01": "New Year's Day,元旦,1"}.
  const entries = Object.entries((days ?? {}) as Record<string, string>)
  return entries.map(([date, text]) => ({ date, name: String(text).split(',')[1] ?? String(text) }))
}

/** Reads a table in the form of the API, or a year of the open data set chinese-days; null when it is neither. */
export function parseTable(text: string, year: number): (Omit<YearIn, 'source'> & { source?: string }) | null {
  try {
    const given = JSON.parse(text)
    const own = (days: unknown) => named(days).filter(({ date }) => date.startsWith(`${year}-`))
    const holidays = own(given.holidays)
    return holidays.length
      ? { source: given.source, holidays, make_up_days: own(given.make_up_days ?? given.workdays) }
      : null
  } catch {
    return null
  }
}

/** The server points at `/holidays/3/date`; a reader needs the date itself. */
export function withDates(faults: Fault[], table: YearIn): Fault[] {
  return faults.map((fault) => {
    const [, list, at] = fault.pointer?.split('/') ?? []
    const day = (list === 'holidays' || list === 'make_up_days') && at ? table[list][Number(at)] : undefined
    return day ? { ...fault, code: `${fault.code} ${day.date}`, message: `${day.date}：${fault.message}` } : fault
  })
}

export interface SchoolYear {
  name: string
  first?: Term
  second?: Term
  provisional: boolean
  /** The unit that set the terms; null when nobody has. */
  unit_id: string | null
}

/** Terms by school year, the newest first. */
export function schoolYears(terms: Term[]): SchoolYear[] {
  const years = new Map<string, SchoolYear>()
  for (const term of terms) {
    const { school_year: name, provisional, unit_id } = term
    years.set(name, { ...(years.get(name) ?? { name, provisional, unit_id }), [term.term]: term })
  }
  return [...years.values()].sort((a, b) => b.name.localeCompare(a.name))
}
