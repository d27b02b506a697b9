/** A stretch of a scale that holds every value, between round tens; where on it a value lies, 0–1. */
export interface Axis {
  low: number
  high: number
  ticks: number[]
}

/** From the ten below the least value to `full`, or to the ten above the greatest where bonus goes beyond it. */
export function axisOf(values: readonly number[], full: number): Axis {
  const least = values.length ? Math.min(...values) : 0
  const high = Math.ceil(Math.max(full, ...values) / 10) * 10
  const low = Math.min(Math.max(0, Math.floor(least / 10) * 10), high - 10)
  const step = high - low > 40 ? 20 : 10
  const ticks: number[] = []
  for (let tick = high; tick >= low; tick -= step) ticks.unshift(tick)
  return { low, high, ticks }
}
export const placeOn = ({ low, high }: Axis, value: number): number => (value - low) / (high - low)
