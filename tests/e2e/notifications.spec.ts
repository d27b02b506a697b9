import type { Browser, Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, test } from './fixtures'

/** The admin proposes a sensitive role for somebody new, by the API: who approves is told. */
async function propose(browser: Browser, name: string): Promise<void> {
  const context = await browser.newContext()
  await logInAs(await context.newPage(), 'admin')
  const session = await (await context.request.get('/api/v1/auth/session')).json()
  const post = async (path: string, data: object) => {
    const answer = await context.request.post(`/api/v1${path}`, {
      data,
      headers: { 'X-CSRF-Token': session.csrf_token },
    })
    expect(answer.status(), await answer.text()).toBe(201)
    return answer.json()
  }
  const { account } = await post('/accounts', { username: freshName('notice'), display_name: name })
  await post(`/accounts/${account.id}/grants`, { role: 'intake_clerk', unit_id: session.grants[0].unit.id })
  await context.close()
}

const bell = (page: Page) => page.getByRole('link', { name: /条未读通知/ })
const line = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

test('who approves is told by the bell, follows the notice and has read it', async ({ page, browser }) => {
  const name = `石${Date.now() % 100000}`
  await propose(browser, name)
  await logInAs(page, 'leader')
  await page.goto('/overview')
  await expect(bell(page)).not.toHaveAccessibleName('0 条未读通知')
  await bell(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '通知' })).toBeVisible()

  const notice = line(page, `${name}的角色等您批准`)
  await expect(notice.getByText('未读：')).toBeAttached()
  await notice.getByRole('link').click()
  await expect(page).toHaveURL(/\/roles/)
  await page.goBack()
  await expect(notice).toBeVisible()
  await expect(notice.getByText('未读：')).toHaveCount(0)
})

test('all is read at once, and only what is unread is shown on demand', async ({ page, browser }) => {
  await propose(browser, '全部读完')
  await logInAs(page, 'head')
  await page.goto('/notifications')
  await page.getByRole('button', { name: '全部标为已读', exact: true }).click()
  await expect(bell(page)).toHaveAccessibleName('0 条未读通知')
  await page.getByText('只看未读').click()
  await expect(page).toHaveURL(/unread=true/)
  await expect(page.getByText('没有未读的通知')).toBeVisible()
})

test('a kind is switched off and stays off; a mandatory one cannot be', async ({ page }) => {
  await logInAs(page, 'inspector')
  await page.goto('/notifications')
  const decided = page.getByRole('switch', { name: '角色有了决定' })
  await expect(decided).toBeChecked()
  await decided.press('Space')
  await expect(decided).not.toBeChecked()
  await page.reload()
  await expect(decided).not.toBeChecked()
  await decided.press('Space')
  await expect(decided).toBeChecked()
})

test('what could not be loaded is said, and can be tried again', async ({ page }) => {
  await logInAs(page, 'reader')
  await page.route('**/api/v1/notifications?**', (route) => route.fulfill({ status: 503, body: '{}' }))
  await page.goto('/notifications')
  const again = page.getByRole('button', { name: '再试一次' }).first()
  await expect(again).toBeVisible({ timeout: 30_000 })
  await page.unroute('**/api/v1/notifications?**')
  await again.click()
  await expect(page.getByText('还没有通知')).toBeVisible()
})

for (const { theme, locale, width } of [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 360 },
])
  test(`the inbox has no barrier: ${theme}, ${locale}, ${width} px`, async ({ page, browser }) => {
    await propose(browser, '一个很长很长的名字'.repeat(4))
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { theme, locale },
    )
    await logInAs(page, 'leader')
    await page.goto('/notifications')
    await expect(page.getByRole('listitem').filter({ hasText: '一个很长很长的名字' }).first()).toBeVisible()
    await expect(page.locator('.loading')).toHaveCount(0)
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })
