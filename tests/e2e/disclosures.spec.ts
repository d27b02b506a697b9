import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, pick, send, test } from './fixtures'

const PHONE = { width: 360, height: 740 }

async function draft(page: Page, title: string): Promise<string> {
  await page.goto('/disclosures/new')
  await pick(page, '类别', '评优评先公示')
  await page.getByLabel('标题').fill(title)
  await page.getByLabel('正文').fill('拟推荐下列教师。联系人电话13812345678，监督电话0559-2512345。')
  await page.getByLabel('表格').fill('姓名，任教学科\n林晓燕，语文')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  return page.url()
}

test('a clerk drafts, the principal releases, a parent objects on a phone, the principal answers', async ({
  page,
  browser,
}) => {
  test.slow()
  const title = freshName('推荐人选公示')
  await logInAs(page, 'clerk')
  const address = await draft(page, title)
  await page.getByRole('button', { name: '换成 138******78' }).click()
  await expect(page.getByLabel('正文')).toHaveValue(/138\*{6}78/)
  await page.getByRole('button', { name: '送审' }).click()
  await expect(page.getByText('待发布')).toBeVisible()
  await expect(page.getByRole('button', { name: '发布', exact: true })).toHaveCount(0)

  await logInAs(page, 'principal')
  await page.goto(address)
  await expect(page.getByRole('button', { name: '还有 1 处没说明' })).toBeDisabled()
  await page.getByPlaceholder('为什么可以公开').fill('学校监督电话')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await expect(page.getByText('公示中')).toBeVisible()
  const link = page.getByRole('link', { name: /公开页面/ })
  const path = (await link.getAttribute('href')) as string

  const phone = await browser.newContext({ viewport: PHONE, locale: 'zh-CN' })
  const visitor = await phone.newPage()
  await visitor.goto(path)
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await visitor.getByRole('link', { name: '提意见' }).click()
  await visitor.getByRole('button', { name: '看一遍再发' }).click()
  await expect(visitor.getByText('至少 5 个字')).toBeVisible()
  await visitor.getByLabel('您的意见').fill('名单里漏了六年级组推荐的吴老师。')
  await visitor.getByLabel('联系方式').fill('13900001111')
  await visitor.getByRole('button', { name: '看一遍再发' }).click()
  // The line breaks: nothing typed is lost, and it counts once.
  await phone.setOffline(true)
  await visitor.getByRole('button', { name: '发出意见' }).click()
  await expect(visitor.getByText('没有发出')).toBeVisible()
  await phone.setOffline(false)
  await visitor.getByRole('button', { name: '发出意见' }).click()
  await expect(visitor.getByRole('heading', { name: '已收到' })).toBeVisible()
  expect(await phone.cookies()).toEqual([])

  const entry = page.locator('.objection').filter({ hasText: title })
  await expect(async () => {
    await page.goto('/disclosures/objections?state=open')
    await expect(entry.getByText('漏了六年级组推荐的吴老师')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  await entry.getByRole('button', { name: '看联系方式' }).click()
  await expect(entry.getByText('联系方式：13900001111')).toBeVisible()
  await entry.getByRole('button', { name: '答复' }).click()
  const drawer = page.getByRole('dialog', { name: '答复' })
  await drawer.getByRole('combobox', { name: '结果' }).press('Enter')
  await page.getByRole('option', { name: '未采纳' }).click()
  await drawer.getByLabel('理由').fill('推荐票已核对，未过半。')
  await drawer.getByLabel('对外摘要').fill('核对了推荐票，名单不变。')
  await drawer.getByRole('button', { name: '答复' }).click()
  await expect(entry).toHaveCount(0)

  await visitor.getByRole('link', { name: '回到公示' }).click()
  await expect(visitor.getByText('收到 1 条，采纳 0 条，未采纳 1 条')).toBeVisible()
  await expect(visitor.getByText('核对了推荐票，名单不变。')).toBeVisible()
  await phone.close()
})

for (const { width, locale, theme } of [
  { width: 1280, locale: 'zh-CN', theme: 'light' },
  { width: 360, locale: 'en', theme: 'dark' },
])
  test(`no page of notices has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { locale, theme },
    )
    await logInAs(page, 'clerk')
    const { items } = await (await page.request.get('/api/v1/disclosures/notices')).json()
    const pages = ['/disclosures', '/disclosures/new', '/disclosures/objections']
    for (const state of ['draft', 'released', 'withdrawn']) {
      const found = items.find((one: { state: string }) => one.state === state)
      pages.push(`/disclosures/${found.id}`, `/disclosures/${found.id}/history`)
    }
    for (const path of pages) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
  })

for (const { locale, scheme } of [
  { locale: 'zh-CN', scheme: 'light' },
  { locale: 'en', scheme: 'dark' },
] as const)
  test(`no page of the portal has a barrier: ${scheme}, ${locale}`, async ({ browser }) => {
    const phone = await browser.newContext({ viewport: PHONE, locale, colorScheme: scheme })
    const page = await phone.newPage()
    const { items } = await (await page.request.get('/api/public/v1/notices?size=100')).json()
    const running = items.find((one: { phase: string }) => one.phase === 'running').number
    const withdrawn = items.find((one: { phase: string }) => one.phase === 'withdrawn').number
    for (const path of ['', `/${running}`, `/${running}/object`, `/${withdrawn}`, '/2026-99999']) {
      await page.goto(`/portal/notices${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
    }
    await phone.close()
  })

test('only who drafts sees how, and what was withdrawn stays in the list', async ({ page }) => {
  await logInAs(page, 'reviewer')
  await page.goto('/disclosures')
  await expect(page.getByRole('heading', { level: 1, name: '公示公开' })).toBeVisible()
  await expect(page.getByRole('link', { name: '起草公示' })).toHaveCount(0)
  await logInAs(page, 'clerk')
  const unit = (await (await page.request.get('/api/v1/units?size=1')).json()).items[0].id
  const words = { unit_id: unit, kind: 'project', title: freshName('放弃的公示'), paragraphs: ['一'] }
  const notice = await send(page, 'POST', 'disclosures/notices', words)
  await page.goto(`/disclosures/${notice.id}`)
  await page.getByRole('button', { name: '放弃' }).click()
  await expect(page.getByText('已放弃').first()).toBeVisible()
})
