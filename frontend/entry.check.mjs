/**
 * What the first visit of the staff app waits for, weighed: the entry, a language, the page to log in. What comes on top
 * with the overview is told, too.
 */
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const MOST = 300_000 // bytes, gzipped
const dist = new URL('./dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist)))
// It tells what imports what, and is nothing that a browser asks for.
rmSync(new URL('.vite', dist), { recursive: true })

/** A chunk, its style sheets, and all that it imports at once. */
function add(key, files) {
  const { file, css = [], imports = [] } = manifest[key]
  if (files.has(file)) return files
  for (const one of [file, ...css]) files.add(one)
  for (const one of imports) add(one, files)
  return files
}
const weigh = (files) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)

const VISIT = ['index.html', 'src/domains/accounts/pages/LoginPage.vue']
const INSIDE = [...VISIT, 'src/app/layouts/StaffLayout.vue', 'src/domains/dashboard/pages/OverviewPage.vue']
const weighAll = (keys, language) =>
  weigh([...keys, `src/locales/${language}/index.ts`].reduce((all, key) => add(key, all), new Set()))

const visits = ['zh-CN', 'en'].map((language) => [language, weighAll(VISIT, language), weighAll(INSIDE, language)])
for (const [language, visit, inside] of visits)
  console.log(`first visit in ${language}: ${visit} bytes gzipped of ${MOST}; with the overview ${inside}`)
if (visits.some(([, visit]) => visit > MOST)) process.exit(1)
