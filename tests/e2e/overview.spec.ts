import type { Page } from '@playwright/test'
import { barriers, expect, logInAs, pick, test } from './fixtures'

const figure = (page: Page, name: string) => page.getByRole('list', { name: '主要数字' }).getByRole('link', { name })
/** The number a figure shows; "1,286 人" is 1286. */
async function shown(page: Page, name: string): Promise<number> {
  const text = await figure(page, name).locator('.value').innerText()
  return Number(text.replace(/\D/g, ''))
}
const hits = (page: Page, count: number) =>
  expect(page.getByText(`${count.toLocaleString('en-US')} 条`, { exact: true })).toBeVisible()

test('each figure leads to the schools behind it, and their number is the figure', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: '全县概览' })).toBeVisible()
  for (const name of ['学校', '没有标识码', '资料有缺项']) {
    const count = await shown(page, name)
    await figure(page, name).click()
    await hits(page, count)
    await page.goBack()
  }
})

test('what is loaded first has every word of the log-in, the frame and the overview; the rest comes after it', async ({
  page,
}) => {
  const held: (() => void)[] = []
  await page.route('**/assets/all-*.js', async (route) => {
    await new Promise<void>((go) => held.push(go))
    await route.continue()
  })
  const keys = async () => (await page.locator('body').innerText()).match(/\b[a-z][A-Za-z]+(\.[a-z][A-Za-z]*)+\b/g)
  await page.goto('/login')
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible()
  expect(await keys()).toBeNull()
  await logInAs(page, 'leader')
  await page.goto('/overview')
  for (const panel of ['评估进度', '昨天以来']) await expect(page.getByRole('heading', { name: panel })).toBeVisible()
  await expect(page.getByRole('region', { name: '昨天以来' }).locator('.loading')).toBeVisible()
  await expect(page.locator('.loading')).toHaveCount(1)
  expect(await keys()).toBeNull()
  // A page of another domain waits for its words.
  await page.getByRole('link', { name: '清廉评估', exact: true }).click()
  held.forEach((go) => go())
  await expect(page.getByRole('heading', { level: 1, name: '清廉评估' })).toBeVisible()
  expect(await keys()).toBeNull()
})

test('the gaps, the types and the districts lead to their schools', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/overview')
  const gaps = page.getByRole('table', { name: '数据缺口' }).getByRole('row', { name: /覆盖情况没有登记/ })
  const count = Number((await gaps.getByRole('cell').innerText()).replace(/\D/g, ''))
  await gaps.getByRole('link').click()
  await expect(page).toHaveURL(/party_coverage=unknown/)
  await hits(page, count)

  await page.goBack()
  await page.getByRole('table', { name: '学校类型' }).getByRole('link', { name: '九年一贯制学校' }).click()
  await expect(page.getByRole('list', { name: '已选条件' })).toContainText('九年一贯制学校')

  await page.goBack()
  const district = page.getByRole('table', { name: '学区' }).getByRole('row').nth(1)
  const schools = Number(await district.getByRole('cell').first().innerText())
  await district.getByRole('link').click()
  await hits(page, schools)
})

test('the overview of one district is an address of its own', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/overview')
  await pick(page, '学区', '梅岭学区')
  await expect(page.getByRole('heading', { level: 1, name: '学区概览' })).toBeVisible()
  await page.reload()
  await expect(page.getByText('梅岭学区', { exact: true }).first()).toBeVisible()
  const count = await shown(page, '学校')
  await figure(page, '学校').click()
  await hits(page, count)
})

test('a district reviewer sees the own district only', async ({ page }) => {
  await logInAs(page, 'reviewer')
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1, name: '学区概览' })).toBeVisible()
  await expect(page.getByRole('table', { name: '学区' })).toHaveCount(0)
})

test('the calendar says what today is, and which table is still missing', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/overview')
  const calendar = page.getByRole('region', { name: '日历' })
  await expect(calendar.getByText(/工作日|休息日|放假|调休上班/).first()).toBeVisible()
  await calendar.getByRole('link', { name: '工作日历' }).click()
  await expect(page).toHaveURL(/\/calendar/)
})

test('on paper there is the sheet, without menu and buttons', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/overview')
  await expect(page.getByRole('table', { name: '学校类型' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText(/打印于/)).toBeVisible()
  await expect(page.getByRole('button', { name: '打印简报' })).toBeHidden()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
})

/** Each theme, language and width once; short lists, because axe weighs every row. */
const LOOKS = [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 360 },
]
for (const look of LOOKS)
  test(`no page of a county has a barrier: ${Object.values(look).join(', ')} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width: look.width, height: 800 })
    await page.addInitScript(({ theme, locale }) => {
      localStorage.setItem('theme', theme)
      localStorage.setItem('locale', locale)
    }, look)
    await logInAs(page, 'officer')
    const schools = await (await page.request.get('/api/v1/schools?party_coverage=unknown&size=1')).json()
    const school = `/schools/${schools.items[0].id}`
    const lists = ['/schools?type=special', '/ledger?object_type=calendar_year']
    const pages = ['/overview', school, `${school}/history`, `${school}/edit`, '/units', ...lists]
    for (const path of pages) {
      if (path.startsWith('/ledger')) await logInAs(page, 'auditor')
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(look.width)
    }
  })
