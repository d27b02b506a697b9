import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { expect, logInAs, pick, send, test } from './fixtures'

const fine = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
const read = async (page: Page, path: string) => (await page.request.get(`/api/v1/${path}`)).json()
async function as(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await logInAs(page, name)
  return page
}
/** Says a verb that asks for a text. */
async function say(page: Page, verb: string, text: string): Promise<void> {
  await page.getByRole('button', { name: verb, exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(text)
  await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

test('a red card is assigned, answered by the school, and dismissed by a second person', async ({ browser, page }) => {
  await logInAs(page, 'clerk')
  const { items } = await read(page, 'findings?severity=red&state=open&size=1')
  const [finding] = items
  const desk = await as(browser, 'inspector')
  await desk.goto(`/findings?unit=${finding.unit.id}&rule=${finding.rule_id}&state=open`)
  await expect(desk.getByRole('link', { name: '检查规则' }).first()).toBeVisible()
  await fine(desk)
  await desk.getByRole('checkbox').first().check()
  await desk.getByRole('button', { name: '指派（1）' }).click()
  const { account } = await read(desk, 'auth/session')
  await pick(desk, '责任人（选填）', account.display_name)
  await desk.getByLabel('期限（选填）').fill('2030-12-31')
  await desk.getByLabel('期限（选填）').press('Tab')
  await desk.getByRole('dialog').getByRole('button', { name: '指派' }).click()
  await expect(desk.getByText('指派了 1 条')).toBeVisible()
  const [mine] = (await read(desk, `findings?owner=${account.id}&state=open&sort=-updated_at&size=1`)).items

  await page.goto(`/findings/${mine.id}`)
  await expect(page.getByText('2030年12月31日')).toBeVisible()
  await page.getByRole('button', { name: '签收' }).click()
  await expect(page.locator('#main').getByText('已签收', { exact: true })).toBeVisible()
  await say(page, '说明情况', '两名成员外出培训，会议记录已补正。')
  await expect(page.getByText('整改中', { exact: true })).toBeVisible()
  await fine(page)

  await desk.goto(`/findings/${mine.id}`)
  await say(desk, '提出撤销', '原始记录齐全，录入时漏填。')
  await expect(desk.getByText('待定撤销')).toBeVisible()
  await expect(desk.getByRole('button', { name: '同意撤销' })).toBeHidden()
  const head = await as(browser, 'head')
  await head.goto(`/findings/${mine.id}`)
  await expect(head.getByText('原始记录齐全，录入时漏填。').first()).toBeVisible()
  await say(head, '同意撤销', '已核对原始记录。')
  await expect(head.locator('#main').getByText('已撤销', { exact: true })).toBeVisible()
  await fine(head)

  await head.getByRole('link', { name: '示例' }).click()
  await expect(head.getByRole('heading', { name: '示例' })).toBeVisible()
  expect(await head.locator('.vectors > li').count()).toBeGreaterThan(3)
  await head.getByText('示例记录（JSON）').click()
  await expect(head.locator('.sound pre')).toContainText('"meetings"')
  await fine(head)
  await desk.context().close()
  await head.context().close()
})

test('schools by rule are walked by keys; payments are searched by other terms', async ({ page }) => {
  await logInAs(page, 'inspector')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '三重一大检查' })).toBeVisible()
  await page.getByRole('link', { name: '学校检查表' }).click()
  const grid = page.getByRole('grid')
  await grid.getByRole('button', { name: /表决/ }).click()
  await expect(page).toHaveURL(/family=VOT/)
  await grid.locator('[data-stop][tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(grid.locator('tbody tr').nth(1).locator('[data-stop]').nth(1)).toBeFocused()
  await fine(page)

  await page.getByRole('link', { name: '拆分探查' }).click()
  await expect(page.getByText(/[1-9]\d* 组疑似/)).toBeVisible()
  await expect(page.locator('.split-chart svg')).toBeVisible()
  await fine(page)
  await page.getByLabel('几天之内').fill('1')
  await page.getByLabel('至少几笔').fill('90')
  await page.getByRole('button', { name: '查', exact: true }).click()
  await expect(page.getByText('没有找到')).toBeVisible()
  await expect(page).toHaveURL(/window_days=1/)
  await page.getByRole('button', { name: '恢复默认' }).click()
  await expect(page.getByText(/[1-9]\d* 组疑似/)).toBeVisible()
  await page.getByRole('link', { name: '供应商集中度' }).click()
  await expect(page.getByText(/共支出/)).toBeVisible()
  await fine(page)
})

test('a policy is changed, simulated and issued', async ({ page }) => {
  await logInAs(page, 'principal')
  const unit_id = (await read(page, 'auth/session')).grants[0].unit.id
  const { items } = await read(page, `policies?unit=${unit_id}&size=100`)
  // Years ahead: today's rules of the school stay as they are for other journeys.
  const days: string[] = items.map((one: { effective_from: string }) => one.effective_from)
  const latest = ['2031-01-01', ...days].sort().at(-1) ?? ''
  const effective_from = new Date(Date.parse(latest) + 86_400_000).toISOString().slice(0, 10)
  const draft = await send(page, 'POST', 'policies', { unit_id, title: '三重一大决策制度（修订）', effective_from })
  await page.goto(`/policies/${draft.id}/edit`)
  await page.getByRole('button', { name: '加一个标准' }).click()
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page.getByText('填金额，最多两位小数')).toBeVisible()
  await page.getByLabel('金额（元）').fill('5000')
  await page.getByRole('button', { name: '加一条到会要求' }).click()
  await page.getByLabel('到会比例 分子').fill('2')
  await page.getByLabel('到会比例 分母').fill('3')
  await expect(page.getByText('9 人要 6 人')).toBeVisible()
  await pick(page, '单个事项', 'PA01 中层干部任免')
  await fine(page)
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page.getByText('5,000 元起为大额')).toBeVisible()
  await expect(page.getByText('PA01 中层干部任免')).toBeVisible()
  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByText(/查了 1 所学校/)).toBeVisible()
  await fine(page)
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click()
  await expect(page.locator('#main').getByText('已发布', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: '照此起草新版本' })).toBeVisible()
})

test('a school adopts the catalogue of matters and changes it', async ({ page }) => {
  await logInAs(page, 'principal')
  const unit_id = (await read(page, 'auth/session')).grants[0].unit.id
  await page.goto('/matters')
  await expect(page.getByText(/^4\d 条$/)).toBeVisible()
  if (!(await read(page, `matters?unit=${unit_id}`)).own) {
    await page.getByRole('button', { name: '采用为本单位清单' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '采用为本单位清单' }).click()
  }
  const drawer = page.getByRole('dialog')
  await page.getByRole('button', { name: '加一个事项' }).click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer.getByText('大写字母和数字，最多 10 位')).toBeVisible()
  const code = `X${Date.now().toString(36).slice(-8).toUpperCase()}`
  await drawer.getByLabel('代码').fill(code)
  await drawer.getByLabel('事项', { exact: true }).fill('研学旅行机构选定')
  await drawer.getByText('决定后要公示').click()
  await fine(page)
  await drawer.getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row').filter({ hasText: code })
  await expect(row.getByText('公示', { exact: true })).toBeVisible()
  await row.getByRole('button', { name: `修改 ${code}` }).click()
  await drawer.getByText('要报上级批准').click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(row.getByText('报批', { exact: true })).toBeVisible()
  await fine(page)
  await row.getByRole('button', { name: `去掉 ${code}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '去掉', exact: true }).click()
  await expect(row).toHaveCount(0)
})
