import { axisOf, placeOn, type Axis } from '@/shared/scoring/axis'
import type { Comparison, Cycle, Line, Projection } from './compare'
import { difference } from './standingRules'

type Known = Pick<Cycle, 'framework' | 'percent'>
/** Whether two cycles were assessed by one version of one framework: only then does a line join them. */
export const sameScale = (one: Known, other: Known) =>
  one.framework.framework === other.framework.framework && one.framework.version === other.framework.version

export interface TrendPoint {
  /** 0–1 from the left, 0–1 from below. */
  x: number
  y: number | null
  /** The point before, where both are of one scale and known. */
  from: { x: number; y: number } | null
  /** Here begins another scale. */
  breaks: boolean
}
/** The totals of the cycles in percent of their full, as points of a line that breaks where the scale changes. */
export function trendOf(cycles: readonly Known[]): { axis: Axis; points: TrendPoint[] } {
  const axis = axisOf(
    cycles.flatMap(({ percent }) => (percent === null ? [] : [Number(percent)])),
    100,
  )
  const width = 1 / cycles.length
  const places = cycles.map(({ percent }, at) => ({
    x: (at + 0.5) * width,
    y: percent === null ? null : placeOn(axis, Number(percent)),
  }))
  const points = places.map((place, at) => {
    const [cycle, last, before] = [cycles[at], cycles[at - 1], places[at - 1]]
    const same = !!cycle && !!last && sameScale(cycle, last)
    const from = same && before && before.y !== null && place.y !== null ? { x: before.x, y: before.y } : null
    return { ...place, from, breaks: !!last && !same }
  })
  return { axis, points }
}

export type Change = 'up' | 'down' | 'same' | 'other'
/** How the last total stands to the one before; of another scale it is not compared. */
export function changeOf(cycles: readonly Known[]): { word: Change; by: string } | null {
  const [before, last] = cycles.slice(-2)
  if (!before || !last) return null
  if (!sameScale(before, last)) return { word: 'other', by: '' }
  const by = difference(last.percent, before.percent)
  if (by === null) return { word: 'other', by: '' }
  const word = Number(by) > 0 ? 'up' : Number(by) < 0 ? 'down' : 'same'
  return { word, by: by.replace('-', '') }
}

/** Parts only (the outermost indicators), or every one; each with how deep it lies below the parts. */
export function linesShown(lines: Comparison['lines'], parts: boolean): Line[] {
  const top = Math.min(...lines.map(({ depth }) => depth))
  const below = lines.map((line) => ({ ...line, depth: line.depth - top }))
  return below.filter(({ depth }) => !parts || depth === 0)
}

/** Crosswalks from the framework of a cycle, by its name: versions adopted by several bureaus bear the same. */
export const walksFrom = <Walk extends { source: { framework: string; version: string } }>(
  walks: readonly Walk[],
  { framework, version }: Cycle['framework'],
) => walks.filter(({ source }) => source.framework === framework && source.version === version)

/** What the target can give in all: the sum of its items, exact to four places. */
export const fullOf = ({ items }: Pick<Projection, 'items'>) =>
  String(items.reduce((sum, { points }) => sum + Math.round(Number(points) * 10_000), 0) / 10_000)
