import type { Indicator } from '../api'

export interface Placed {
  indicator: Indicator
  depth: number
  /** Codes from the top down to this one. */
  path: string[]
  leaf: boolean
}

/** Every indicator in the order of the tree. */
export function placed(indicators: readonly Indicator[], above: readonly string[] = []): Placed[] {
  return indicators.flatMap((indicator) => {
    const children = indicator.children ?? []
    const path = [...above, indicator.code]
    return [{ indicator, depth: above.length, path, leaf: !children.length }, ...placed(children, path)]
  })
}

/** Text as people search it: code, title, what is looked at. */
const said = ({ indicator }: Placed) => `${indicator.code} ${indicator.title} ${indicator.text ?? ''}`.toLowerCase()

/** Rows that match `words`, each with those above it; all where nothing is asked for. */
export function matching(rows: readonly Placed[], words: string): Placed[] {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return [...rows]
  const kept = new Set(rows.filter((row) => said(row).includes(wanted)).flatMap(({ path }) => path))
  return rows.filter(({ indicator }) => kept.has(indicator.code))
}
