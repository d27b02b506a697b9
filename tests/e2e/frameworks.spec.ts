import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, test } from './fixtures'

/** A framework of the bureau's own with a draft, made from the shipped one of 100 points. */
async function ownFramework(page: Page): Promise<{ id: string; title: string }> {
  await logInAs(page, 'officer')
  const [listed, units, session] = await Promise.all([
    page.request.get('/api/v1/frameworks?q=QLXX-REF-100'),
    page.request.get('/api/v1/units?kind=bureau'),
    page.request.get('/api/v1/auth/session'),
  ])
  const title = freshName('体系')
  const made = await page.request.post(`/api/v1/framework-versions/${(await listed.json()).items[0].latest.id}:clone`, {
    headers: { 'X-CSRF-Token': (await session.json()).csrf_token },
    data: { unit_id: (await units.json()).items[0].id, code: freshName('T'), title, version: '2027' },
  })
  expect(made.status(), await made.text()).toBe(201)
  return { id: (await made.json()).id, title }
}

test('a shipped framework is read, its rule tried out, and everything leads to the text', async ({ page }) => {
  await logInAs(page, 'clerk')
  await page.goto('/frameworks')
  await page.getByRole('link', { name: '清廉学校建设参考框架（100 分）' }).click()
  await page.getByRole('link', { name: '1', exact: true }).click()
  await expect(page.getByText('23 项 100 分')).toBeVisible()
  await page.getByLabel('按编码、名称、要点找指标').fill('专题研究')
  await page.getByRole('button', { name: /^A1 / }).click()
  await expect(page.getByText('得 6 分，满分 6 分')).toBeVisible()
  await page.getByLabel('专题研究少于 2 次，每少一次').fill('1')
  await expect(page.getByText('得 5 分，满分 6 分')).toBeVisible()
  await page.getByRole('link', { name: '等次与否决' }).click()
  await expect(page.getByText('没有未整改的严重问题')).toBeVisible()
})

test('a draft is changed, checked, and published by another person; then it never changes', async ({ page }) => {
  test.slow()
  const { id, title } = await ownFramework(page)
  await page.goto(`/frameworks/${id}/draft?node=A1`)
  await page.getByLabel('分值', { exact: true }).fill('7')
  await page.getByRole('button', { name: '保存' }).click()
  const warning = page.getByText(/下级分值合计 26/)
  await expect(warning).toBeVisible()

  await page.getByRole('button', { name: /^A2 / }).click()
  await expect(page.getByLabel('分值', { exact: true })).toHaveValue('8')
  await page.getByLabel('分值', { exact: true }).fill('7')
  // What is typed is saved when another one is chosen.
  await page.getByRole('button', { name: /^A3 / }).click()
  await expect(warning).toHaveCount(0)

  await page.getByRole('button', { name: '检查' }).click()
  await expect(page.getByText('草案已检查通过，等另一人发布。')).toBeVisible()
  await expect(page.getByRole('button', { name: '发布' })).toHaveCount(0)

  await logInAs(page, 'leader')
  await page.goto(`/frameworks/${id}/draft`)
  await page.getByRole('button', { name: '发布' }).click()
  const dialog = page.getByRole('dialog', { name: '发布 2027 版？' })
  await dialog.getByRole('button', { name: '发布' }).click()
  await expect(page).toHaveURL(/\/frameworks\/versions\//)
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
})

test('a scoring sentence is read as a rule and taken', async ({ page }) => {
  const { id } = await ownFramework(page)
  await page.goto(`/frameworks/${id}/draft?node=A3`)
  await page.getByLabel('评分办法').fill('每少一次扣0.5分，扣完为止')
  await page.getByRole('button', { name: '认成规则' }).click()
  await page.getByRole('button', { name: '用这条规则' }).click()
  await expect(page.getByText('得 4 分，满分 4 分')).toBeVisible()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('row', { name: /A3 .*按次扣分/ })).toBeVisible()
})

test('a crosswalk says what it leaves out on both sides', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/frameworks/crosswalks')
  await page.getByRole('link', { name: '清廉学校建设参考框架（100 分）' }).first().click()
  await expect(page.getByRole('heading', { name: '来源里没有对上的' })).toBeVisible()
  await expect(page.getByText(/覆盖 \d+(\.\d+)?%/).first()).toBeVisible()
})

for (const { width, locale, theme } of [
  { width: 1280, locale: 'zh-CN', theme: 'light' },
  { width: 360, locale: 'en', theme: 'dark' },
])
  test(`no page of frameworks has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { locale, theme },
    )
    const { id } = await ownFramework(page)
    const [shipped, crosswalks] = await Promise.all([
      page.request.get('/api/v1/frameworks?q=QLXX-REF-100'),
      page.request.get('/api/v1/framework-crosswalks'),
    ])
    const version = (await shipped.json()).items[0].latest.id
    const crosswalk = (await crosswalks.json()).items[0].id
    for (const path of [
      ...['/frameworks', '/frameworks/packages', '/frameworks/crosswalks', '/frameworks/profiles'],
      ...[`/frameworks/${id}`, `/frameworks/${id}/history`, `/frameworks/${id}/draft?node=A1`],
      ...[`/frameworks/versions/${version}`, `/frameworks/versions/${version}/grades`],
      ...[`/frameworks/versions/${version}/compare`, `/frameworks/crosswalks/${crosswalk}`],
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
  })
