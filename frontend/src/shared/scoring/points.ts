/** Points are exact decimals in text; shown with at most the two places that scores have, and no empty ones. */
export function shownPoints(points: string | undefined): string {
  const [whole = '0', fraction = ''] = (points ?? '0').split('.')
  const kept = fraction.replace(/0+$/, '')
  return kept ? `${whole}.${kept}` : whole
}
