/**
 * What the first visit of the staff app waits for, weighed: the entry, a language, the page to log in; then the frame and
 * the overview with every panel that a domain shows on it.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
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
const weighAll = (keys, language) =>
  weigh([...keys, `src/locales/${language}/early.ts`].reduce((all, key) => add(key, all), new Set()))

const PLACED = /place: 'overview\w*',[^{}]*import\('\.\/([\w/]+\.vue)'\)/g
/** The panels that domains show on the overview. */
const panels = readdirSync('src/domains').flatMap((domain) => {
  const file = `src/domains/${domain}/panels.ts`
  const placed = existsSync(file) ? readFileSync(file, 'utf8').matchAll(PLACED) : []
  return [...placed].map(([, name]) => `src/domains/${domain}/${name}`)
})
if (!panels.length) throw new Error('no panel of the overview was found')
const VISIT = ['index.html', 'src/domains/accounts/pages/LoginPage.vue']
const INSIDE = [...VISIT, 'src/app/layouts/StaffLayout.vue', 'src/domains/dashboard/pages/OverviewPage.vue', ...panels]

let most = 0
for (const language of ['zh-CN', 'en']) {
  const [visit, inside] = [weighAll(VISIT, language), weighAll(INSIDE, language)]
  most = Math.max(most, visit, inside)
  console.log(`first visit in ${language}: ${visit} bytes gzipped, ${inside} with the overview, of ${MOST}`)
}
if (most > MOST) process.exit(1)
