import type { UnitKind, UnitNode } from '../api'

export interface TreeRow {
  node: UnitNode
  /** 1 for a root. */
  level: number
  position: number
  siblings: number
  branch: boolean
  open: boolean
}

/** What people put into the tree here. */
export type OfficeKind = 'bureau' | 'section' | 'district'

/** What may be put below what here; regions come from the shipped table, schools have a page of their own. */
const BELOW: Partial<Record<UnitKind, OfficeKind[]>> = {
  province: ['bureau'],
  city: ['bureau'],
  county: ['bureau'],
  bureau: ['section', 'district', 'bureau'],
  district: ['district'],
}
export const kindsBelow = (kind: UnitKind): OfficeKind[] => BELOW[kind] ?? []

function byParent(nodes: UnitNode[]): Map<string | null, UnitNode[]> {
  const ids = new Set(nodes.map(({ id }) => id))
  const children = new Map<string | null, UnitNode[]>()
  for (const node of nodes) {
    // A parent beyond reach is none: the node is a root here.
    const parent = node.parent_id && ids.has(node.parent_id) ? node.parent_id : null
    children.set(parent, [...(children.get(parent) ?? []), node])
  }
  return children
}

/** The unit and those above it, the topmost first. */
export function lineage(nodes: UnitNode[], id: string | undefined): UnitNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const path: UnitNode[] = []
  for (let node = byId.get(id ?? ''); node; node = byId.get(node.parent_id ?? '')) path.unshift(node)
  return path
}

/** Ids of the units whose name contains the words, with those above them. */
function found(nodes: UnitNode[], words: string): Set<string> {
  const hits = nodes.filter(({ name, short_name, code }) =>
    [name, short_name, code].some((text) => text?.includes(words)),
  )
  return new Set(hits.flatMap(({ id }) => lineage(nodes, id).map((node) => node.id)))
}

/** The rows on the screen: children of what is open, or everything that leads to a hit of `words`. */
export function visibleRows(nodes: UnitNode[], open: ReadonlySet<string>, words = ''): TreeRow[] {
  const hits = words ? found(nodes, words) : null
  const children = byParent(hits ? nodes.filter(({ id }) => hits.has(id)) : nodes)
  const below = (parent: string | null, level: number): TreeRow[] => {
    const siblings = children.get(parent) ?? []
    return siblings.flatMap((node, at) => {
      const branch = children.has(node.id)
      const isOpen = branch && (hits !== null || open.has(node.id))
      const row = { node, level, position: at + 1, siblings: siblings.length, branch, open: isOpen }
      return [row, ...(isOpen ? below(node.id, level + 1) : [])]
    })
  }
  return below(null, 1)
}

const FIRST_LEVELS = 2

/** Down to the bureau, whose sections and districts people come for. */
export const openAtFirst = (nodes: UnitNode[]): string[] =>
  visibleRows(nodes, new Set(nodes.map(({ id }) => id)))
    .filter(({ level }) => level <= FIRST_LEVELS)
    .map(({ node }) => node.id)

/** Where a key leads from the row at `at`: another row, or this one to be opened or closed. */
export function keyMove(rows: TreeRow[], at: number, key: string): { to?: number; toggle?: true } {
  const row = rows[at]
  if (!row) return {}
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, rows.length - 1) }
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      return row.open ? { to: at + 1 } : row.branch ? { toggle: true } : {}
    case 'ArrowLeft':
      if (row.open) return { toggle: true }
      return {
        to: Math.max(
          0,
          rows.findLastIndex((other, index) => index < at && other.level < row.level),
        ),
      }
    default:
      return {}
  }
}

export interface UnitOption {
  id: string
  text: string
  /** The unit above, where two have the same name. */
  above: string
}

/** Units as a choice, in the order of the tree. */
export function unitOptions(nodes: UnitNode[], offered: (node: UnitNode) => boolean): UnitOption[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const found = visibleRows(nodes, new Set(byId.keys())).flatMap(({ node }) => (offered(node) ? [node] : []))
  const names = found.map(({ name }) => name)
  const shared = new Set(names.filter((name, at) => names.indexOf(name) !== at))
  return found.map(({ id, name, parent_id }) => {
    const above = shared.has(name) ? byId.get(parent_id ?? '')?.name : undefined
    return { id, text: name, above: above ?? '' }
  })
}

/** What can go on in a unit: districts in a district, sections in a section, but none that the unit stands below. */
export function mergeable(nodes: UnitNode[], survivor: UnitNode): UnitNode[] {
  if (!['district', 'section'].includes(survivor.kind) || survivor.status !== 'operating') return []
  const above = new Set(lineage(nodes, survivor.id).map(({ id }) => id))
  return nodes.filter(({ id, kind, status }) => kind === survivor.kind && status !== 'closed' && !above.has(id))
}

/** Schools stand below bureaus and districts that have not ended. */
export const mayHoldSchools = ({ kind, status }: UnitNode): boolean =>
  (kind === 'bureau' || kind === 'district') && status !== 'closed'
