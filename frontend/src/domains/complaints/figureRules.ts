import type { ChartOption } from '@/shared/charts/engine'
import type { Colour } from '@/shared/charts/looks'
import type { Dimension, Figures } from './figures'

/** A row or column of bars, one part for each series; null is withheld. */
export interface Bars {
  rows: { name: string; cells: (number | null)[]; total: number | null }[]
  series: string[]
}
/** Time runs to the right; everything else stands in rows. */
export const isTime = (dimension: Dimension) => dimension === 'month' || dimension === 'quarter'
const MOST = 20
const TOKENS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const
export const tokenOf = (at: number) => TOKENS[at % TOKENS.length] as string

type Named = (dimension: Dimension, side: { code: string; label: string | null }) => string

/** The bars of a table: without a second dimension one part, its total. The largest where there are many rows. */
export function barsOf(table: Figures, named: Named): Bars {
  const { across } = table
  const rows = table.rows.map((row, at) => {
    const total = table.figures[at]?.total ?? null
    return { name: named(table.by, row), cells: across ? (table.figures[at]?.cells ?? []) : [total], total }
  })
  const shown = isTime(table.by) ? rows : [...rows].sort((a, b) => (b.total ?? 0) - (a.total ?? 0)).slice(0, MOST)
  return { rows: shown, series: across ? table.columns.map((column) => named(across, column)) : [''] }
}
const sum = (cells: readonly (number | null)[]) => cells.reduce<number>((all, cell) => all + (cell ?? 0), 0)
/** What of a row's total lies in cells that are withheld; nothing where the total is withheld itself. */
export const restOf = ({ cells, total }: Bars['rows'][number]) => (total === null ? 0 : total - sum(cells))
/** Whether there is a number to draw. */
export const draws = (bars: Bars) => bars.rows.some(({ cells, total }) => (total ?? 0) > 0 || sum(cells) > 0)
/** How high a drawing of so many rows is. */
export const heightOf = (bars: Bars, time: boolean) => (time ? 260 : Math.max(120, bars.rows.length * 28 + 40))

/**
 * Stacked bars. Withheld cells stand together, as what is left of a total that is shown; where the total is withheld too, a
 * hollow diamond says so at the end of the bar.
 */
export function chartOf(
  bars: Bars,
  time: boolean,
  words: { withheld: string; rest: string },
  colour: Colour,
): ChartOption {
  const names = { type: 'category' as const, data: bars.rows.map(({ name }) => name) }
  const at = (value: number, index: number) => (time ? [index, value] : [value, index])
  const marks = bars.rows.flatMap(({ cells, total }, index) => (total === null ? [at(sum(cells), index)] : []))
  const count = { type: 'value' as const, minInterval: 1 }
  const part = (name: string, token: string, data: number[]) => ({
    ...{ type: 'bar' as const, name, stack: 'all', barMaxWidth: 28, data },
    itemStyle: { color: colour(token) },
  })
  return {
    xAxis: time ? { ...names, axisLabel: { hideOverlap: true } } : count,
    yAxis: time ? count : { ...names, inverse: true, axisLabel: { width: 132, overflow: 'truncate' } },
    series: [
      ...bars.series.map((name, index) =>
        part(
          name,
          bars.series.length > 1 ? tokenOf(index) : 's4',
          bars.rows.map(({ cells }) => cells[index] ?? 0),
        ),
      ),
      part(words.rest, 'chart-base', bars.rows.map(restOf)),
      {
        ...{ type: 'scatter' as const, name: words.withheld, symbol: 'diamond', symbolSize: 9, data: marks },
        itemStyle: { color: colour('surface'), borderColor: colour('chart-axis'), borderWidth: 1.5 },
        tooltip: { formatter: () => words.withheld },
        z: 5,
      },
    ],
  }
}
