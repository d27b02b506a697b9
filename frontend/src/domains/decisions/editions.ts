/** A place in a filed document that two editions say differently. */
export interface Difference {
  /** The names on the way to it, outermost first; parts of lists are named by `label`. */
  path: string[]
  before: unknown
  after: unknown
}
type Part = Record<string, unknown>
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value)
/** What tells the parts of a list apart: topics by their id, lines by their person, steps by their type. */
const keyOf = (value: unknown, at: number) =>
  isPart(value) ? String(value.id ?? value.person_id ?? value.type ?? at) : String(at)
const byKey = (list: readonly unknown[]) => new Map(list.map((value, at) => [keyOf(value, at), value]))

/** What two editions of a document say differently, in the order of the newer one. Equal parts are left out. */
export function differences(before: unknown, after: unknown, path: string[] = []): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (Array.isArray(before) && Array.isArray(after) && [...before, ...after].some(isPart)) {
    const [old, now] = [byKey(before), byKey(after)]
    const keys = [...new Set([...now.keys(), ...old.keys()])]
    return keys.flatMap((key) => differences(old.get(key), now.get(key), [...path, key]))
  }
  if (isPart(before) && isPart(after)) {
    const names = [...new Set([...Object.keys(after), ...Object.keys(before)])]
    return names.flatMap((name) => differences(before[name], after[name], [...path, name]))
  }
  return [{ path, before, after }]
}
