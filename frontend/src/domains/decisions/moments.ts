/** What the clock on the wall shows at an instant: "2026-11-20T15:30", as a field of a form takes it. */
export function wallOf(instant: string | null, zone: string): string {
  if (!instant) return ''
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date(instant)).replace(' ', 'T')
}
/** The instant at which the clock on the wall shows this; null for an empty or half-filled field. */
export function instantOf(wall: string, zone: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall)) return null
  const guess = Date.parse(`${wall}:00Z`)
  const ahead = Date.parse(`${wallOf(new Date(guess).toISOString(), zone)}:00Z`) - guess
  return new Date(guess - ahead).toISOString()
}
