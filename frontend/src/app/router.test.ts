import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { createAppRouter } from './router'

it('knows every page by a name of its own: a second page of a name would quietly replace the first', async () => {
  const files = import.meta.glob<{ name: string }[]>('../domains/*/routes.ts', { eager: true, import: 'default' })
  const names = Object.values(files)
    .flat()
    .map((route) => route.name)
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  const router = createAppRouter(
    createPinia(),
    (key) => key,
    () => Promise.resolve(),
  )
  expect(names.filter((name) => !router.hasRoute(name))).toEqual([])
})
