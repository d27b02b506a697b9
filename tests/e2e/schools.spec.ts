import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, freshName, logInAs, pick, test } from './fixtures'

const search = (page: Page) => page.getByRole('search', { name: '筛选条件' }).getByRole('searchbox')
const panel = (page: Page) => page.getByRole('complementary', { name: '筛选条件' })
const chips = (page: Page) => page.getByRole('list', { name: '已选条件' })

/** Registers a school through the page, as an officer of the bureau; ends on its page. */
async function register(page: Page): Promise<string> {
  const name = `锦岚县${freshName('试验').replace(/[^\w\u4e00-\u9fff]/g, '')}小学`
  await logInAs(page, 'officer')
  await page.goto('/schools/new')
  await page.getByLabel('名称', { exact: true }).fill(name)
  await pick(page, /^上级单位/, '梅岭学区')
  await pick(page, /^学校类型/, '小学')
  await pick(page, /^办学性质/, '公办')
  await page.getByLabel(/^学生数/).fill('100')
  await page.getByRole('button', { name: '登记学校' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return name
}
const save = (page: Page) => page.getByRole('button', { name: '保存' }).click()

test('a school is found by two characters, by pinyin initials and by its code', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools')
  const first = page.getByRole('table').getByRole('rowheader').first()
  await expect(first).toBeVisible()
  for (const words of ['南浦', 'nxzx']) {
    await search(page).fill(words)
    await expect(page).toHaveURL(/q=/)
    await expect(page.getByRole('link', { name: '锦岚县南浦中学', exact: true })).toBeVisible()
  }
  const code = await page
    .getByRole('row', { name: /锦岚县南浦中学/ })
    .locator('.mono')
    .innerText()
  await search(page).fill(code)
  await expect(page.getByText('1 条', { exact: true })).toBeVisible()
})

test('filters stand in the address, count their schools and go one by one', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools')
  const primary = panel(page).getByRole('checkbox', { name: /^小学/ })
  await primary.check()
  await panel(page).getByRole('checkbox', { name: /^民办/ }).check()
  await expect(page).toHaveURL(/type=primary/)
  await panel(page).getByRole('checkbox', { name: /^民办/ }).uncheck()
  await panel(page).getByText('城乡').click()
  await panel(page).getByRole('checkbox', { name: /^乡村/ }).check()
  await expect(chips(page)).toContainText('小学')
  await page.reload()
  await expect(primary).toBeChecked()
  const rural = panel(page).locator('label', { hasText: '乡村' })
  await expect(rural).toContainText(/\d/)
  const total = Number((await rural.innerText()).replace(/\D/g, ''))
  await expect(page.getByText(`${total} 条`, { exact: true })).toBeVisible()

  await chips(page).getByRole('button', { name: /城乡/ }).click()
  await expect(page).not.toHaveURL(/area/)
  await page.getByRole('button', { name: '清除条件' }).click()
  await expect(page).toHaveURL(/\/schools$/)
})

test('schools are narrowed by number and put in order', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools')
  await panel(page).getByLabel('学生数不少于').fill('1,000 人')
  await panel(page).getByLabel('学生数不少于').press('Enter')
  await expect(page).toHaveURL(/pupils_min=1000/)
  await page.getByRole('button', { name: '学生数', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: '学生数' })).toHaveAttribute('aria-sort', 'ascending')
  const cells = page.getByRole('table').locator('tbody tr td:nth-last-child(3)')
  const pupils = (await cells.allInnerTexts()).map((text) => Number(text.replace(',', '')))
  expect(pupils).toEqual([...pupils].sort((a, b) => a - b))
  expect(pupils[0]).toBeGreaterThanOrEqual(1000)
})

test('no hits say so and offer the way back', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools?q=没有这样的学校')
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await page.getByRole('button', { name: '清除条件' }).first().click()
  await expect(page.getByRole('table')).toBeVisible()
})

test('the list leaves as a file with the same filters', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools?type=special')
  await page.getByRole('button', { name: '导出' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const lines = readFileSync(await (await waiting).path(), 'utf-8')
    .trim()
    .split(/\r?\n/)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('学校标识码')
})

test('on a phone the filters wait behind a button', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await logInAs(page, 'leader')
  await page.goto('/schools')
  await page.getByRole('button', { name: '筛选', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /^特殊教育学校/ })
    .check()
  await page.keyboard.press('Escape')
  await expect(chips(page)).toContainText('特殊教育学校')
})

test('all faults of a new school stand beside their fields, and nothing typed is lost', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/schools/new')
  await page.getByLabel('名称', { exact: true }).fill('锦岚县某小学')
  await page.getByLabel(/^学校标识码/).fill('12345')
  await page.getByLabel(/^学生数/).fill('很多')
  await page.getByRole('button', { name: '登记学校' }).click()
  await expect(page.getByRole('alert')).toContainText('没有保存')
  await expect(page.locator('[data-invalid]')).not.toHaveCount(0)
  await expect(page.getByLabel(/^学生数/)).toHaveAttribute('aria-invalid', 'true')
  await page.reload()
  await expect(page.getByText('上次没有存的内容还在')).toBeVisible()
  await expect(page.getByLabel(/^学生数/)).toHaveValue('很多')
  await page.getByRole('button', { name: '不要了' }).click()
  await expect(page.getByLabel('名称', { exact: true })).toHaveValue('')
})

test('a change is told in the history and can be undone', async ({ page }) => {
  await register(page)
  await expect(page.getByText(/还缺/)).toBeVisible()
  await page.getByRole('link', { name: '修改' }).click()
  await page.getByLabel(/^学生数/).fill('120')
  await save(page)
  await expect(page.getByText('已改 学生数')).toBeVisible()
  await expect(page.getByText('学生 120')).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(page.getByText('学生 100')).toBeVisible()

  await page.getByRole('link', { name: '变动记录' }).last().click()
  const newest = page.locator('.timeline > li').first()
  await expect(newest).toContainText('学生数')
  await expect(newest).toContainText('120')
  await expect(page.locator('.timeline > li')).toHaveCount(3)
})

test('when somebody saved first, both versions are shown and one is chosen', async ({ page, browser }) => {
  await register(page)
  await page.getByRole('link', { name: '修改' }).click()
  await expect(page.getByLabel(/^学生数/)).toHaveValue('100')

  const other = await (await browser.newContext()).newPage()
  await logInAs(other, 'officer')
  await other.goto(page.url())
  await other.getByLabel(/^学生数/).fill('130')
  await other.getByLabel(/^地址/).fill('学府路 1 号')
  await save(other)
  await expect(other.getByText(/已改 .*学生数/)).toBeVisible()
  await other.context().close()

  await page.getByLabel(/^学生数/).fill('140')
  await page.getByLabel(/^教职工数/).fill('9')
  await save(page)
  await expect(page.getByText('没有保存，有人先改了这所学校')).toBeVisible()
  await expect(page.getByText('对方的 学府路 1 号')).toBeVisible()
  const apply = page.getByRole('button', { name: '按选的存' })
  await expect(apply).toBeDisabled()
  await page.getByRole('radio', { name: '您填的 140' }).check()
  await apply.click()
  await expect(page.getByText('学生 140')).toBeVisible()
  await expect(page.getByText('学府路 1 号')).toBeVisible()
  await expect(page.getByText('教职工 9', { exact: true })).toBeVisible()
})

test('a lost connection keeps what was typed', async ({ page }) => {
  await register(page)
  await page.getByRole('link', { name: '修改' }).click()
  await page.getByLabel(/^学生数/).fill('150')
  await page.context().setOffline(true)
  await save(page)
  await expect(page.getByText('已填的内容没有丢')).toBeVisible()
  await page.context().setOffline(false)
  await save(page)
  await expect(page.getByText('学生 150')).toBeVisible()
})

test('a school changes its own figures, not its identity', async ({ page }) => {
  await logInAs(page, 'principal')
  await page.goto('/schools')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('link', { name: '修改' }).click()
  await expect(page.getByText('由教育局登记员改')).toBeVisible()
  await expect(page.getByLabel('名称', { exact: true })).toBeDisabled()
  await expect(page.getByLabel(/^学校标识码/)).toBeDisabled()
  await expect(page.getByLabel(/^学生数/)).toBeEnabled()
})

test('a school out of reach is not there', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/schools?type=special')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('特殊')
  const address = page.url()
  await page.context().clearCookies()
  await logInAs(page, 'principal')
  await page.goto(address)
  await expect(page.getByText('没有读到。')).toBeVisible()
})
