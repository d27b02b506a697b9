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

/** Points are exact decimals in text; shown with at most the two places that scores have, and no empty ones. */
export function shownPoints(points: string | undefined): string {
  const [whole = '0', fraction = ''] = (points ?? '0').split('.')
  const kept = fraction.replace(/0+$/, '')
  return kept ? `${whole}.${kept}` : whole
}
