import { barriers, expect, logInAs, test } from './fixtures'

/** Pages by the log-in that may open them; the first group needs none. */
const PAGES = {
  '': ['/login'],
  admin: [
    '/password',
    '/accounts',
    '/roles',
    '/calendar/2026',
    '/calendar/2029',
    '/calendar/terms',
    '/forbidden',
    '/nowhere',
    '/jobs/all',
  ],
  head: ['/jobs', '/notifications', '/overview', '/schools', '/units', '/ledger'],
}
/** Every theme, language and width once; the longer words where there is less room. */
const LOOKS = [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 360 },
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
    for (const [name, paths] of Object.entries(PAGES)) {
      if (name) await logInAs(page, name)
      for (const path of paths) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('.loading')).toHaveCount(0)
        expect.soft(await barriers(page), path).toEqual([])
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
      }
    }
  })

test('an account and its open forms have no barrier', async ({ page }) => {
  await logInAs(page, 'admin')
  const found = await page.request.get('/api/v1/accounts?q=clerk')
  await page.goto(`/accounts/${(await found.json()).items[0].id}`)
  const check = async () => {
    expect(await barriers(page)).toEqual([])
  }
  await expect(page.getByRole('button', { name: '授予角色' })).toBeVisible()
  await check()
  await page.getByRole('button', { name: '授予角色' }).click()
  await page.getByRole('dialog', { name: '授予角色' }).getByRole('button', { name: '授予' }).click()
  await check()
  await page.getByRole('button', { name: '先不' }).click()
  await page.getByRole('button', { name: '重置密码' }).click()
  await check()
})

// A short list of people, because axe weighs every row with each of the many selects.
for (const path of ['/schools', '/people?q=罗建平'])
  test(`an opened select list on ${path} has no barrier`, async ({ page }) => {
    await logInAs(page, 'officer')
    await page.goto(path)
    await expect(page.getByRole('table')).toBeVisible()
    const selects = page.getByRole('main').getByRole('combobox')
    await expect(selects.first()).toBeVisible()
    for (const select of await selects.all()) {
      await select.focus()
      await select.press('Enter')
      await expect(select).toHaveAttribute('aria-expanded', 'true')
      await expect(page.getByRole('option').filter({ visible: true }).first()).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await select.press('Escape')
      await expect(select).toHaveAttribute('aria-expanded', 'false')
    }
  })
