/** First and last day of "2026-11". */
export function monthSpan(month: string): { from_on: string; to_on: string } {
  const [year, number] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year ?? 0, number ?? 1, 0)).getUTCDate()
  return { from_on: `${month}-01`, to_on: `${month}-${String(last).padStart(2, '0')}` }
}
/** The month so many months after "2026-11". */
export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 + months, 1)).toISOString().slice(0, 7)
}
/** The weeks of a month from Monday; days of other months are null. */
export function weeksOf(month: string): (string | null)[][] {
  const { from_on, to_on } = monthSpan(month)
  const lead = (new Date(`${from_on}T00:00:00Z`).getUTCDay() + 6) % 7
  const days: (string | null)[] = Array.from({ length: lead }, () => null)
  for (let day = 1; day <= Number(to_on.slice(8)); day += 1) days.push(`${month}-${String(day).padStart(2, '0')}`)
  while (days.length % 7) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}
/** The month that an address names, else the one of `today`. */
export const monthOr = (named: string, today: string) => (/^\d{4}-\d{2}$/.test(named) ? named : today.slice(0, 7))
