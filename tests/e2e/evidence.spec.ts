import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, pick, test } from './fixtures'

const MIB = 2 ** 20
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n')

/** A film of so many bytes, as far as its beginning shows. */
function film(size: number): Buffer {
  const content = Buffer.alloc(size)
  content.write('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')
  return content
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const input = page.getByLabel('文件', { exact: true })
  await expect(input).toBeEnabled()
  await input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
}

async function fileItem(page: Page, title: string): Promise<void> {
  await page.goto('/evidence/new')
  await choose(page, '会议记录.pdf', PDF)
  await expect(page.locator('.upload-row.done')).toHaveCount(1)
  await page.getByLabel('标题').fill(title)
  await pick(page, '类别', '会议记录')
  await page.getByRole('button', { name: '提交材料' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

test('a clerk files evidence and submits it, a reviewer returns it, the clerk revises, the reviewer accepts', async ({
  page,
}) => {
  const title = freshName('会议记录')
  await logInAs(page, 'clerk')
  await fileItem(page, title)
  await page.getByRole('button', { name: '送审' }).click()
  const drawer = page.getByRole('dialog', { name: '送审' })
  await drawer.getByLabel('用在哪里').fill('食堂专项检查')
  await drawer.getByRole('button', { name: '送审' }).click()
  await expect(page.getByText('待审核')).toBeVisible()
  const address = page.url()

  await logInAs(page, 'reviewer')
  await page.goto(address)
  await page.getByRole('button', { name: '退回' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '退回' }).click()
  await expect(dialog.getByText('写明理由')).toBeVisible()
  await dialog.getByLabel('理由').fill('缺签字页')
  await dialog.getByRole('button', { name: '退回' }).click()
  await expect(page.getByText('理由：缺签字页')).toBeVisible()

  await logInAs(page, 'clerk')
  await page.goto(address)
  await page.getByRole('button', { name: '换新版' }).click()
  const revise = page.getByRole('dialog', { name: '换新版' })
  await revise.getByLabel('加新文件').setInputFiles({ name: '签字页.pdf', mimeType: 'application/pdf', buffer: PDF })
  await expect(revise.locator('.upload-row.done')).toHaveCount(1)
  await revise.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('现已有第 2 版')).toBeVisible()
  await page.getByRole('button', { name: '重新送审' }).click()

  await logInAs(page, 'reviewer')
  await page.goto(`/evidence?use_state=submitted`)
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('button', { name: '审核通过' }).click()
  await expect(page.locator('.use-entry').getByText('通过', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: '变动记录' }).click()
  await expect(page.getByText('审核通过').first()).toBeVisible()
})

test('a file comes back as it went, and what is refused says why', async ({ page }) => {
  const title = freshName('下载')
  await logInAs(page, 'clerk')
  await page.goto('/evidence/new')
  await choose(page, '脚本.html', Buffer.from('<script>'))
  await expect(page.getByText('不收这种文件')).toBeVisible()
  await choose(page, '改名.jpg', PDF)
  await expect(page.getByText('文件内容和扩展名不符')).toBeVisible()
  await fileItem(page, title)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载原件：会议记录.pdf' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('会议记录.pdf')
})

test('a large upload goes on after the line broke, and can be paused', async ({ page, context }) => {
  await logInAs(page, 'clerk')
  await page.goto('/evidence/new')
  // The line breaks after the first part.
  let parts = 0
  await page.route('**/api/v1/uploads/*', (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    parts += 1
    return parts === 2 ? route.abort('connectionreset') : route.continue()
  })
  await choose(page, '公开课.mp4', film(30 * MIB))
  await expect(page.getByText('网络断了')).toBeVisible()
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await expect(page.locator('.upload-row.done')).toHaveCount(1, { timeout: 60_000 })
  expect(parts).toBe(5)

  await context.setOffline(true)
  await choose(page, '合影.mp4', film(9 * MIB))
  await expect(page.getByText('网络断了')).toBeVisible()
  await context.setOffline(false)
  await expect(page.locator('.upload-row.done')).toHaveCount(2, { timeout: 60_000 })
})

test('only who may file sees how', async ({ page }) => {
  await logInAs(page, 'inspector')
  await page.goto('/evidence')
  await expect(page.getByRole('heading', { level: 1, name: '佐证材料' })).toBeVisible()
  await expect(page.getByRole('link', { name: '提交材料' })).toHaveCount(0)
  await logInAs(page, 'admin')
  await page.goto('/evidence')
  await expect(page.getByRole('heading', { level: 1, name: '佐证材料' })).toHaveCount(0)
})

for (const { width, locale, theme } of [
  { width: 1280, locale: 'zh-CN', theme: 'light' },
  { width: 360, locale: 'en', theme: 'dark' },
])
  test(`no page of evidence has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { locale, theme },
    )
    await logInAs(page, 'clerk')
    const found = await page.request.get('/api/v1/evidence')
    const item = (await found.json()).items.at(-1).id
    for (const path of ['/evidence', '/evidence/new', `/evidence/${item}`, `/evidence/${item}/history`]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
  })
