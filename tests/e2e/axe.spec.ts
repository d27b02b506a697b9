import AxeBuilder from '@axe-core/playwright'
import { expect, logInAs, test } from './fixtures'

const PAGES = [
  '/login',
  '/password',
  '/accounts',
  '/roles',
  '/calendar/2026',
  '/calendar/2029',
  '/calendar/terms',
  '/forbidden',
  '/no-such-page',
]
/** Every pair of theme, language and width once. */
const LOOKS = [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 1280 },
  { theme: 'dark', locale: 'zh-CN', width: 360 },
  { theme: 'light', locale: 'en', width: 360 },
]

// A trace would record every style axe reads.
test.use({ trace: 'off' })

for (const { theme, locale, width } of LOOKS)
  test(`no page has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      {
        theme,
        locale,
      },
    )
    for (const path of PAGES) {
      if (path === '/password') await logInAs(page, 'admin')
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect.soft(found).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
  })
