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
/** Whether anything of a row is not shown. */
export const hides = ({ cells, total }: Bars['rows'][number]) => total === null || cells.includes(null)
/** How high a drawing of so many rows is. */
export const heightOf = (bars: Bars, time: boolean) => (time ? 260 : Math.max(120, bars.rows.length * 28 + 40))

/** Stacked bars; a hollow diamond at the end of a bar says that a part of it is withheld, and how much is not told. */
export function chartOf(bars: Bars, time: boolean, words: { withheld: string }, colour: Colour): ChartOption {
  const names = { type: 'category' as const, data: bars.rows.map(({ name }) => name) }
  const ends = bars.rows.map((row) => row.cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0))
  const at = (value: number, index: number) => (time ? [index, value] : [value, index])
  const marks = bars.rows.flatMap((row, index) => (hides(row) ? [at(ends[index] ?? 0, index)] : []))
  const count = { type: 'value' as const, minInterval: 1 }
  return {
    xAxis: time ? { ...names, axisLabel: { hideOverlap: true } } : count,
    yAxis: time ? count : { ...names, inverse: true, axisLabel: { width: 132, overflow: 'truncate' } },
    series: [
      ...bars.series.map((name, part) => ({
        ...{ type: 'bar' as const, name, stack: 'all', barMaxWidth: 28 },
        itemStyle: { color: colour(bars.series.length > 1 ? tokenOf(part) : 's4') },
        data: bars.rows.map(({ cells }) => cells[part] ?? 0),
      })),
      {
        ...{ type: 'scatter' as const, name: words.withheld, symbol: 'diamond', symbolSize: 9, data: marks },
        itemStyle: { color: colour('surface'), borderColor: colour('chart-axis'), borderWidth: 1.5 },
        tooltip: { formatter: () => words.withheld },
        z: 5,
      },
    ],
  }
}
