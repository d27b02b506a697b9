import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, send, test } from './fixtures'

/** A draft of the bureau's, on the shipped framework of 100 points. */
async function draft(page: Page, change: object = {}): Promise<{ id: string; title: string }> {
  await logInAs(page, 'officer')
  const [frameworks, units] = await Promise.all([
    page.request.get('/api/v1/frameworks?q=QLXX-REF-100'),
    page.request.get('/api/v1/units?kind=bureau'),
  ])
  const code = freshName('评估')
  return send(page, 'POST', 'assessments/campaigns', {
    unit_id: (await units.json()).items[0].id,
    version_id: (await frameworks.json()).items[0].latest.id,
    code,
    title: code,
    cycle: '2031',
    period_first_on: '2031-01-01',
    period_last_on: '2031-12-31',
    windows: [
      { round: 'self', opens_on: '2031-10-08', closes_on: '2031-10-31' },
      { round: 'county', opens_on: '2031-11-01', closes_on: '2031-12-15' },
    ],
    ...change,
  })
}

test('an assessment is set up in three steps, filled with schools and opened', async ({ page }) => {
  test.slow()
  await logInAs(page, 'officer')
  await page.goto('/assessments/new')
  const title = freshName('年度评估')
  await page.getByLabel('名称').fill(title)
  await page.getByLabel('编号').fill(title)
  await page.getByLabel('组织单位').click()
  await page.getByRole('option', { name: '锦岚县教育局' }).click()
  await page.getByLabel('指标体系').click()
  await page.getByRole('option', { name: /^清廉学校建设参考框架/ }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('有这一轮').click()
  const days = [
    ['2031-10-08', '2031-10-31'],
    ['2031-11-01', '2031-10-15'],
  ]
  for (const [at, [opens = '', closes = '']] of days.entries()) {
    await page.getByLabel('开始').nth(at).fill(opens)
    await page.getByLabel('截止').nth(at).fill(closes)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '建立草稿' }).click()
  // The second round would end before it begins: the step with the fault is shown, and nothing typed is lost.
  await expect(page.locator('[data-invalid]').first()).toBeVisible()
  await page.getByLabel('截止').nth(1).fill('2031-12-15')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '建立草稿' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()

  await page.getByRole('button', { name: '纳入学校' }).first().click()
  await page.getByRole('button', { name: '纳入 160 所' }).click()
  await expect(page.getByText('160 条', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '移出' }).first().click()
  const why = page.getByRole('dialog', { name: /^移出/ })
  await why.getByLabel('理由').fill('年内撤并')
  await why.getByRole('button', { name: '移出' }).click()
  await expect(page.getByText('年内撤并')).toBeVisible()

  await page.getByRole('button', { name: '启动自评' }).click()
  await page.getByRole('dialog', { name: '启动自评？' }).getByRole('button', { name: '启动自评' }).click()
  await expect(page.getByRole('button', { name: '进入县级复核' })).toBeVisible()
  await page.getByRole('link', { name: '评估设置' }).click()
  await expect(page.getByText('评估已经启动', { exact: false })).toBeVisible()
  await expect(page.getByLabel('编号')).toBeDisabled()
})

for (const [width, locale] of [
  [1280, 'zh-CN'],
  [360, 'en'],
] as const)
  test(`assessments have no barriers at ${width} px in ${locale}`, async ({ page }) => {
    const { id } = await draft(page)
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript((language) => localStorage.setItem('locale', language), locale)
    for (const path of ['/assessments', '/assessments/new', '/assessments/new?step=rounds', `/assessments/${id}`]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect(await barriers(page), path).toEqual([])
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  })
