import type { Outcome } from './awards'

/** A canonical document as a file of the reader's: whoever has it recomputes its hash (RFC 8785). */
export function saveDocument({ document: content, unit_name, number }: Outcome): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: 'application/json' }))
  link.download = `${unit_name}-${number}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}

interface Place {
  rank: number
  of: number
}
/** What a page shows of a frozen document; the document itself says more. */
export interface Frozen {
  about: { framework: { title: string; version: string }; campaign: { unit: string } }
  places: Record<'campaign' | 'district' | 'type', Place>
  rounds: Record<'self' | 'district' | 'county', string | null>
  result: { base: string; bonus: string; deducted: string; missing: string[]; values: Record<string, string | null> }
  decisions: { kind: string; code: string | null; decided_on: string | null; result?: string; name?: string | null }[]
}
export const frozenOf = (outcome: Outcome) => outcome.document as unknown as Frozen
