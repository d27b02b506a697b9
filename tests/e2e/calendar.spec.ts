import { expect, logInAs, send, test } from './fixtures'

/** The notice of a year far ahead, so that no other journey counts with it. */
const YEAR = 2031
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']

test('a year without a table says so, wherever it is counted with', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/calendar/2029')
  await expect(page.getByText('2029 年的放假安排没有登记')).toBeVisible()
  await page.getByLabel('从哪天').fill('2029-03-01')
  await expect(page.getByText('2029 年的放假安排没有登记，结果可能变')).toBeVisible()
})

test('working days are counted on and between', async ({ page }) => {
  await logInAs(page, 'reader')
  await page.goto('/calendar/2026')
  await page.getByLabel('从哪天').fill('2026-09-30')
  await page.getByRole('spinbutton').fill('1')
  await page.getByRole('spinbutton').press('Enter')
  await expect(page.getByText(/第 1 个工作日是/)).toContainText('10月08日')
  await page.getByText('算间隔').click()
  await page.getByLabel('到哪天').fill('2026-10-08')
  await expect(page.getByText('1 个工作日', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '改放假安排' })).toHaveCount(0)
})

test('a table is pasted, checked, corrected and put in force', async ({ page }) => {
  await logInAs(page, 'admin')
  await page.goto(`/calendar/${YEAR}`)
  await page.getByRole('button', { name: /放假安排/ }).click()
  const drawer = page.getByRole('dialog', { name: `${YEAR} 年放假安排` })
  await drawer.getByLabel('依据').fill('国务院办公厅通知')
  const holidays = drawer.getByLabel('放假的日子')
  await holidays.fill('元旦')
  await drawer.getByRole('button', { name: '启用这张表' }).click()
  await expect(drawer.getByText('第 1 行读不懂')).toBeVisible()

  const table = {
    holidays: FIXED.map((day) => ({ date: `${YEAR}-${day}`, name: '节日' })),
    make_up_days: [],
  }
  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(table))
  await holidays.focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(holidays).toHaveValue(new RegExp(`${YEAR}-05-01—${YEAR}-05-02 节日`))
  await drawer.getByLabel('周末调休上班的日子').fill(`${YEAR}-03-03 节日`)
  await drawer.getByRole('button', { name: '启用这张表' }).click()
  await expect(drawer.getByText(new RegExp(`${YEAR}-03-03：`))).toBeVisible()
  await drawer.getByLabel('周末调休上班的日子').fill('')
  await drawer.getByRole('button', { name: '启用这张表' }).click()
  const missing = drawer.getByText(/缺少法定节日/)
  if (
    await missing
      .first()
      .isVisible()
      .catch(() => false)
  ) {
    const dates = (await missing.allInnerTexts()).map((text) => /\d{4}-\d{2}-\d{2}/.exec(text)?.[0])
    await holidays.fill(`${await holidays.inputValue()}\n${dates.map((date) => `${date} 节日`).join('\n')}`)
    await drawer.getByRole('button', { name: '启用这张表' }).click()
  }
  await expect(drawer).toBeHidden()
  await expect(page.getByText('国务院办公厅通知')).toBeVisible()
})

test('a year that somebody changed first shows both versions, and nothing typed is lost', async ({ page }) => {
  await logInAs(page, 'admin')
  const path = 'calendar/years/2033'
  const holidays = (name: string) => FIXED.map((day) => ({ date: `2033-${day}`, name }))
  const load = async (source: string, name: string) => {
    const { revision } = await (await page.request.get(`/api/v1/${path}`)).json()
    return send(page, 'PUT', path, { source, holidays: holidays(name), make_up_days: [] }, revision)
  }
  const first = await load('第一次通知', '旧节日')
  await page.goto('/calendar/2033')
  await page.getByRole('button', { name: '改放假安排' }).click()
  const drawer = page.getByRole('dialog', { name: '2033 年放假安排' })
  const source = drawer.getByLabel('依据')
  await source.fill('我抄的通知')
  const typed = holidays('我的节日').map(({ date, name }) => `${date} ${name}`)
  await drawer.getByLabel('放假的日子').fill(typed.join('\n'))

  await load('别人的通知', '别人的节日')
  const save = drawer.getByRole('button', { name: '启用这张表' })
  const refused = page.waitForResponse((answer) => answer.url().endsWith(path) && answer.request().method() === 'PUT')
  await save.click()
  expect((await refused).status()).toBe(412)
  const notice = drawer.locator('.year-conflict')
  await expect(notice).toContainText('有人先改了这一年')
  for (const words of ['我抄的通知', '别人的通知', '我的节日', '别人的节日']) await expect(notice).toContainText(words)
  await expect(source).toHaveValue('我抄的通知')
  await expect(drawer.getByLabel('放假的日子')).toHaveValue(typed.join('\n'))

  await save.click()
  await expect(drawer).toBeHidden()
  await expect(page.getByText('我抄的通知')).toBeVisible()
  const { revision } = await (await page.request.get(`/api/v1/${path}`)).json()
  expect(revision).toBe(first.revision + 2)
})

test('terms are set for a county, inherited, and given back', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/calendar/terms')
  const row = page.getByRole('row', { name: /^2027-2028/ })
  await row.getByRole('button', { name: '改日期' }).click()
  const drawer = page.getByRole('dialog', { name: '2027-2028 学年的学期' })
  await drawer.getByLabel('第一学期 结束').fill('2027-08-01')
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer.getByText('学期结束日期不能早于开始日期')).toBeVisible()
  await drawer.getByLabel('第一学期 结束').fill('2028-01-21')
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(row).toContainText('2028-01-21')
  await row.getByRole('button', { name: '改用上级的' }).click()
  await expect(row).not.toContainText('2028-01-21')
})
