import { describe, expect, it } from 'vitest'

const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, query: '?raw', import: 'default' })
const sources = import.meta.glob<string>('../{app,shared,domains}/**/*.{vue,ts}', {
  eager: true,
  query: '?raw',
  import: 'default',
})

function keysOf(value: unknown, prefix: string): string[] {
  if (typeof value === 'string') return [prefix]
  return Object.entries(value as object).flatMap(([key, inner]) => keysOf(inner, `${prefix}.${key}`))
}
/** All keys of a language, with the file name in front. */
function keys(locale: string): string[] {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`./${locale}/`))
  return own.flatMap(([path, text]) => keysOf(JSON.parse(String(text)), path.split('/')[2]?.slice(0, -5) ?? '')).sort()
}
const code = Object.entries(sources)
  .filter(([path]) => !path.endsWith('.test.ts'))
  .map(([, text]) => text)
  .join('\n')

describe('messages', () => {
  it('are the same set in both languages', () => expect(keys('en')).toEqual(keys('zh-CN')))
  it('exist wherever one is named', () => {
    const named = [...code.matchAll(/\bt\(\s*'([a-z]\w*(?:\.\w+)+)'/g)].map(([, key]) => key)
    const known = new Set(keys('zh-CN'))
    expect(named.filter((key) => !known.has(String(key)))).toEqual([])
  })
})
