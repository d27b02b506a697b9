import type { Page } from '@playwright/test'
import { barriers, expect, test } from './fixtures'

const PHONE = { width: 360, height: 740 }
const TEXT = '上周三和周五，食堂把剩菜第二天热了再卖给学生，厨师说是领导要求的。'

test.use({ viewport: PHONE, storageState: { cookies: [], origins: [] } })

async function clean(page: Page) {
  expect(await barriers(page)).toEqual([])
}

async function toMatter(page: Page) {
  await page.goto('/portal/report')
  await page.getByRole('radio', { name: '学校', exact: true }).check()
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByRole('heading', { name: '发生了什么' })).toBeFocused()
}

/** The receipt as it stands on the page, with its check character. */
async function receiptOf(page: Page): Promise<string> {
  const card = page.getByRole('region', { name: '回执码' })
  const groups = await card.locator('.nums span').allTextContents()
  const check = /校验位 (\w)/.exec((await card.textContent()) ?? '')?.[1] ?? ''
  expect(groups).toHaveLength(4)
  return [...groups, check].join('-')
}

test('what the house must not take in never reaches it', async ({ page }) => {
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
  await page.goto('/portal/')
  await clean(page)
  await page.getByRole('link', { name: '反映问题' }).click()
  await page.getByRole('radio', { name: '教育局主要领导' }).check()
  await expect(page.getByRole('heading', { name: '请找上级机关' })).toBeVisible()
  await expect(page.getByRole('link', { name: /12388/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '下一步' })).toHaveCount(0)
  await clean(page)
  expect(sent).toEqual([])
})

test('a parent reports on a phone, writes the receipt down, and follows it up', async ({ page, context }) => {
  test.slow()
  await toMatter(page)
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByText('至少 20 字，现在 0 字')).toBeVisible()
  await clean(page)
  await page.getByLabel('哪所学校、哪个单位').fill('小学')
  await page.locator('.found button').first().click()
  const category = page.getByLabel('哪一类')
  await category.selectOption({ index: 5 })
  await page.getByLabel('经过').fill(TEXT)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel(/加一个/).setInputFiles({
    name: '菜单.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  })
  await expect(page.getByText('菜单.png')).toBeVisible()
  await clean(page)
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByText(TEXT)).toBeVisible()
  await clean(page)

  // The line breaks: nothing typed is lost.
  await context.setOffline(true)
  await page.getByRole('button', { name: '交出' }).click()
  await expect(page.getByText('没有交出')).toBeVisible()
  await context.setOffline(false)
  await page.getByRole('button', { name: '交出' }).click()
  await expect(page.getByRole('heading', { name: '请记下回执码' })).toBeFocused({ timeout: 60_000 })
  await expect(page).toHaveURL(/\/portal\/report$/)
  const receipt = await receiptOf(page)
  await expect(page.getByText('已交')).toBeVisible()
  const done = page.getByRole('button', { name: '记好了，完成' })
  await expect(done).toBeDisabled()
  await clean(page)
  await page.getByLabel(/抄一遍/).fill(receipt.split('-')[3] as string)
  await done.click()
  await expect(page).toHaveURL(/\/portal\/$/)
  expect(await page.content()).not.toContain(receipt.slice(0, 9))
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
    receipt.slice(0, 4),
  )
  expect(await context.cookies()).toEqual([])

  await page.getByRole('link', { name: '查回执' }).click()
  await page.getByLabel('回执码').fill('0000-0000-0000-0000-0')
  await page.getByRole('button', { name: '查看' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('回执码').fill(receipt.toLowerCase())
  await page.getByRole('button', { name: '查看' }).click()
  await expect(page.getByRole('heading', { name: '已收到' })).toBeFocused()
  await clean(page)
  await page.getByRole('button', { name: '补充或回答' }).click()
  await page.getByRole('textbox', { name: '补充或回答' }).fill('今天又看到了。')
  await page.getByRole('button', { name: '交出' }).click()
  await expect(page.getByText('已交。')).toBeVisible()
})

test('a child is asked two questions only', async ({ page }) => {
  await page.goto('/portal/child')
  await expect(page.getByText('110')).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(2)
  await clean(page)
  await page.getByRole('button', { name: '告诉你们' }).click()
  await expect(page.getByText('写一点发生了什么')).toBeVisible()
  await page.getByLabel('发生了什么？').fill('体育老师打我')
  await page.getByRole('button', { name: '告诉你们' }).click()
  await expect(page.getByRole('region', { name: '回执码' })).toBeVisible({ timeout: 60_000 })
  await clean(page)
  await page.getByRole('button', { name: '好了' }).click()
  await expect(page).toHaveURL(/\/portal\/$/)
})

test('in English, what was typed stays when the language changes', async ({ page }) => {
  await toMatter(page)
  await page.getByLabel('经过').fill(TEXT)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'What happened?' })).toBeVisible()
  await expect(page.getByLabel('What happened')).toHaveValue(TEXT)
  await clean(page)
})
