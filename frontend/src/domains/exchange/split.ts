/** How the two halves of a cell are told apart: everyday cases by name, anything else as a pattern of one's own. */
export const SPLITS = ['brackets', 'parentheses', 'space', 'dash'] as const
export type SplitKind = (typeof SPLITS)[number] | 'own'

const BUILD: Record<(typeof SPLITS)[number], (first: string, second: string) => string> = {
  // [01]新北市
  brackets: (first, second) => `^\\s*[\\[【](?P<${first}>[^\\]】]*)[\\]】]\\s*(?P<${second}>.*)$`,
  // 第一小学（3401001）
  parentheses: (first, second) => `^(?P<${first}>.*?)\\s*[(（](?P<${second}>[^)）]*)[)）]\\s*$`,
  // 3401001 第一小学
  space: (first, second) => `^\\s*(?P<${first}>\\S+)\\s+(?P<${second}>.*)$`,
  // 3401001-第一小学
  dash: (first, second) => `^(?P<${first}>[^-—－]*)[-—－]+(?P<${second}>.*)$`,
}

export const splitPattern = (kind: (typeof SPLITS)[number], first: string, second: string) => BUILD[kind](first, second)

/** The fields that a pattern fills, in their order. */
export const fieldsOf = (pattern: string) =>
  [...pattern.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name]) => String(name))

/** Which of the everyday cases a pattern is. */
export function kindOf(pattern: string): SplitKind {
  const [first = '', second = ''] = fieldsOf(pattern)
  return SPLITS.find((kind) => BUILD[kind](first, second) === pattern) ?? 'own'
}

/** What a pattern makes of a cell: field → part; null where it does not fit, or is none. */
export function tryPattern(pattern: string, cell: string): Record<string, string> | null {
  try {
    const found = new RegExp(pattern.replaceAll('(?P<', '(?<'), 'u').exec(cell)
    return found ? { ...found.groups } : null
  } catch {
    return null
  }
}
