import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import type { DomainRoutes } from '@/shared/lib/routes'
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

it('names the pages of the menu by words that are loaded first', () => {
  const files = import.meta.glob<DomainRoutes>('../domains/*/routes.ts', { eager: true, import: 'default' })
  const listed = Object.values(files)
    .flat()
    .filter(({ meta }) => meta?.menu)
  expect(listed.length).toBeGreaterThan(20)
  expect(listed.filter(({ meta }) => !meta?.title.startsWith('menu.')).map(({ name }) => name)).toEqual([])
})
