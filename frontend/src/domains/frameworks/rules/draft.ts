import type { DraftNode } from '../editing'
import type { Finding, Indicator } from '../api'
import type { Placed } from './tree'

/** The nodes of a draft, which come in the order of the tree, as rows of one. */
export function draftRows(nodes: readonly DraftNode[]): Placed[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Set(nodes.map(({ parent_id }) => parent_id))
  function path(node: DraftNode): string[] {
    const above = node.parent_id ? byId.get(node.parent_id) : undefined
    return [...(above ? path(above) : []), node.indicator.code]
  }
  return nodes.map((node) => {
    const codes = path(node)
    return { indicator: node.indicator as Indicator, depth: codes.length - 1, path: codes, leaf: !parents.has(node.id) }
  })
}

/** Where a node may go one step up or down among its siblings; nothing at the end of the row. */
export function step(nodes: readonly DraftNode[], node: DraftNode, by: -1 | 1): number | undefined {
  const siblings = nodes.filter(({ parent_id }) => parent_id === node.parent_id)
  const at = siblings.findIndex(({ id }) => id === node.id) + by
  return at >= 0 && at < siblings.length ? at : undefined
}

/** A code that no indicator bears yet, after those of its siblings: A1, A2 → A3. */
export function nextCode(nodes: readonly DraftNode[], parent: DraftNode | undefined): string {
  const taken = new Set(nodes.map(({ indicator }) => indicator.code))
  const stem = parent ? `${parent.indicator.code}.` : ''
  let number = nodes.filter(({ parent_id }) => parent_id === (parent?.id ?? null)).length + 1
  while (taken.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}

/** Findings by the indicator they are about; those of the header stand under an empty code. */
export const countByCode = (findings: readonly Finding[]) => {
  const counts = new Map<string, number>()
  for (const { indicator } of findings) counts.set(indicator ?? '', (counts.get(indicator ?? '') ?? 0) + 1)
  return counts
}
