/** What was built for phones, judged: its weight, its syntax, its style sheets. Runs at the end of every build. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { parse } from 'acorn'

const MOST = 90_000 // bytes, gzipped: everything that the portal may ever load
/** Words of style sheets that Chrome 86 does not know; one in a selector loses the whole rule. */
const UNKNOWN_CSS =
  /:is\(|:where\(|:has\(|@container|@layer|\bcolor-mix\(|\boklch\(|[\d.](?:dvh|svh|lvh)\b|\binset:|aspect-ratio:|@media\s*\([^)]*[<>]/
const folder = new URL('./dist/portal/', import.meta.url)
const files = readdirSync(new URL('assets/', folder)).map((name) => [
  name,
  readFileSync(new URL(`assets/${name}`, folder)),
])
const faults = []

const weight = [['index.html', readFileSync(new URL('index.html', folder))], ...files]
  .map(([, content]) => gzipSync(content).length)
  .reduce((sum, size) => sum + size, 0)
if (weight > MOST) faults.push(`the portal weighs ${weight} bytes gzipped, ${MOST} are allowed`)

for (const [name, content] of files) {
  const text = content.toString('utf-8')
  if (name.endsWith('.js'))
    try {
      parse(text, { ecmaVersion: 2021, sourceType: 'module' })
    } catch (error) {
      faults.push(`${name}: ${error.message}: newer than Chrome 86`)
    }
  const unknown = name.endsWith('.css') && UNKNOWN_CSS.exec(text)
  if (unknown) faults.push(`${name}: Chrome 86 does not know ${unknown[0]}`)
}

if (faults.length) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log(`portal: ${weight} bytes gzipped of ${MOST}`)
