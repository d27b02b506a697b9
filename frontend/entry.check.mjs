/** What the first visit of the staff app waits for, weighed: the entry, a language, the frame, the overview. */
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

const FRAME = ['index.html', 'src/app/layouts/StaffLayout.vue', 'src/domains/dashboard/pages/OverviewPage.vue']
const weights = ['zh-CN', 'en'].map((language) => {
  const files = [...FRAME, `src/locales/${language}/index.ts`].reduce((all, key) => add(key, all), new Set())
  return [language, weigh(files)]
})
const said = weights.map(([language, bytes]) => `${language} ${bytes}`).join(', ')
if (weights.some(([, bytes]) => bytes > MOST)) {
  console.error(`the first visit weighs ${said} bytes gzipped, ${MOST} are allowed`)
  process.exit(1)
}
console.log(`first visit: ${said} bytes gzipped of ${MOST}`)
