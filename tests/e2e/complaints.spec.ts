import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { PHONE, act, as, clean, drawer, enter, follow, heading, move, open, reporter, rowsOf, say } from './complaining'
import { csv } from './files'
import { expect, freshName, logInAs, pick, test } from './fixtures'

test('a complaint from the portal to the answer, and to the objection', async ({ browser }) => {
  test.slow()
  const text = `食堂把剩菜第二天热了再卖给学生，厨师说是领导要求的。${freshName('记号')}`
  const [parent, clerk] = [await reporter(browser), await as(browser, 'intake')]
  const [head, handler] = [await as(browser, 'head'), await as(browser, 'handler')]

  await parent.goto('/portal/report')
  await parent.getByRole('radio', { name: '学校', exact: true }).check()
  await parent.getByRole('button', { name: '下一步' }).click()
  await parent.getByLabel('哪所学校、哪个单位').fill('小学')
  await parent.locator('.found button').first().click()
  await parent.getByLabel('哪一类').selectOption({ label: '收费不公示' })
  await parent.getByLabel('经过').fill(text)
  await parent.getByRole('button', { name: '下一步' }).click()
  await parent.getByRole('button', { name: '下一步' }).click()
  await parent.getByRole('button', { name: '交出' }).click()
  await expect(parent.getByRole('heading', { name: '请记下回执码' })).toBeFocused({ timeout: 60_000 })
  const card = parent.getByRole('region', { name: '回执码' })
  const check = /校验位 (\w)/.exec((await card.textContent()) ?? '')?.[1] ?? ''
  const receipt = [...(await card.locator('.nums span').allTextContents()), check].join('-')

  // The desk finds it among what came from the portal: lists hold no word of what was written.
  let id = ''
  await expect(async () => {
    const { items } = await rowsOf(clerk, 'complaints?channel=portal&state=received&size=20')
    for (const row of items) {
      const said = await rowsOf(clerk, `complaints/${row.id}/contents`)
      if (said.items[0].text === text) id = row.id
    }
    expect(id).not.toBe('')
  }).toPass({ timeout: 60_000 })
  await clerk.goto('/complaints?channel=portal')
  await expect(clerk.locator(`a[href="/complaints/${id}"]`)).toBeVisible()
  await expect(clerk.getByText(text)).toHaveCount(0)
  await clean(clerk)
  await open(clerk, id)
  await act(clerk, '开始甄别').click()
  await expect(heading(clerk, /举〔\d{4}〕/)).toBeVisible()
  await clerk.getByRole('button', { name: '打开内容' }).click()
  await expect(clerk.getByText(text)).toBeVisible()
  await clean(clerk)

  // Who is named is looked up in the registers; until then nobody but the desk and the head knows of the case.
  await act(clerk, '比对被反映人').click()
  await drawer(clerk).getByRole('button', { name: '加一个' }).click()
  await drawer(clerk).locator('.el-radio-button', { hasText: '查不到' }).click()
  await pick(clerk, '身份', '教师')
  await clean(clerk)
  await say(clerk, '比对被反映人')
  await act(clerk, '受理').click()
  await pick(clerk, '轨道', '信访')
  await pick(clerk, '程度', '一般')
  await say(clerk, '受理')
  await expect(clerk.locator('.case-state').getByText('已受理')).toBeVisible()

  await head.goto('/complaints/board')
  const number = await clerk.getByRole('heading', { level: 1 }).textContent()
  await expect(head.getByRole('link', { name: number ?? '' })).toBeVisible()
  await clean(head)
  await head.getByRole('link', { name: number ?? '' }).click()
  await act(head, '交办').click()
  await pick(head, '承办单位', '锦岚县教育局')
  await pick(head, '承办人', '覃德昌')
  await say(head, '交办')

  await open(handler, id)
  await act(handler, '开始核查').click()
  await drawer(handler).getByLabel('核查方案').fill('到校查台账，分别谈话。')
  await say(handler, '开始核查')
  await act(handler, '给来信人留言').click()
  await drawer(handler).getByLabel('内容').fill('是哪几天的事？')
  await say(handler, '封存送出')

  await follow(parent, receipt, '正在办理')
  await expect(parent.getByText('是哪几天的事？')).toBeVisible()
  await parent.getByRole('button', { name: '补充或回答' }).click()
  await parent.getByRole('textbox', { name: '补充或回答' }).fill('上周三和周五。')
  await parent.getByRole('button', { name: '交出' }).click()
  await expect(parent.getByText('已交。')).toBeVisible()
  await expect(async () => {
    await open(handler, id)
    await handler.getByRole('button', { name: '打开内容' }).click()
    await expect(handler.getByText('上周三和周五。').first()).toBeVisible({
      timeout: 3_000,
    })
  }).toPass({ timeout: 60_000 })

  await act(handler, '报结果审批').click()
  await pick(handler, '认定', '部分属实')
  await drawer(handler).getByText('已听取被反映人意见').click()
  await drawer(handler).getByLabel('核查报告').fill('经查部分属实，已当场处理。')
  await clean(handler)
  await say(handler, '报结果审批')
  await open(head, id)
  await act(head, '审批办结').click()
  await expect(drawer(head).getByText('部分属实')).toBeVisible() // as it was submitted
  await say(head, '审批办结')
  await open(clerk, id)
  await act(clerk, '反馈结果').click()
  await drawer(clerk).getByLabel('内容').fill('已责令整改，谢谢您。')
  await say(clerk, '反馈结果')

  await follow(parent, receipt, '已答复')
  await expect(parent.getByText('已责令整改，谢谢您。')).toBeVisible()
  await clean(parent)
  await parent.getByRole('button', { name: '评价' }).click()
  await parent.locator('fieldset.choices label').nth(1).click()
  await parent.getByRole('button', { name: '交出' }).click()
  await expect(parent.getByText('已交。')).toBeVisible()
  await parent.getByRole('button', { name: '提出异议' }).click()
  await parent.getByRole('textbox', { name: '提出异议' }).fill('没有退钱。')
  await parent.getByRole('button', { name: '交出' }).click()
  await expect(async () => {
    await open(head, id)
    await expect(head.locator('.case-state').getByText('复查中')).toBeVisible({
      timeout: 3_000,
    })
  }).toPass({ timeout: 60_000 })
  await expect(head.getByText('2 星')).toBeVisible()
  await head.setViewportSize(PHONE)
  await clean(head)
})

test('figures, the report, the calendar, and what a bureau sets for itself', async ({ page }) => {
  await logInAs(page, 'head')
  await page.goto('/complaints/statistics?by=month&across=track')
  await expect(page.getByRole('img', { name: /按月份/ })).toBeVisible()
  await clean(page)
  await page.goto('/complaints/statistics?by=unit&across=category')
  await expect(page.getByRole('cell', { name: '不显示' }).first()).toBeVisible()
  await page.getByRole('button', { name: '上季度分析报告' }).click()
  await expect(page.getByRole('link', { name: /下载/ }).or(page.getByRole('button', { name: /下载/ }))).toBeVisible()
  await page.goto('/complaints/calendar')
  await expect(page.getByRole('link', { name: /举〔/ }).first()).toBeVisible()
  await clean(page)

  await page.goto('/complaints/settings')
  await page.getByRole('button', { name: '改：退回' }).click()
  await drawer(page).getByRole('textbox', { name: '依据' }).fill('锦岚县 12345 工单办理办法')
  await clean(page)
  await say(page, '存')
  await expect(page.getByRole('row').filter({ hasText: '锦岚县 12345 工单办理办法' })).toBeVisible()
  await page.getByRole('link', { name: '类别', exact: true }).click()
  await page.getByRole('button', { name: '改：校园推销' }).click()
  await drawer(page).getByRole('button', { name: '加一问' }).click()
  await clean(page)
  await drawer(page).getByRole('button', { name: '先不' }).click()
  await page.getByRole('link', { name: '上级渠道' }).click()
  await expect(page.getByLabel('中文名称').first()).toHaveValue(/.+/)
  await clean(page)
})

test('who is tied to a school finds nothing of a case that names it', async ({ browser }) => {
  const clerk = await as(browser, 'intake')
  const head = await as(browser, 'head')
  const { items, total } = await rowsOf(clerk, 'schools?size=50&page=3')
  const school = items[Math.floor(Math.random() * items.length)]
  expect(total).toBeGreaterThan(100)
  const id = await enter(clerk, {
    channel: 'phone',
    text: '反映校服质量差。',
    category: '0603',
  })
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', {
    subjects: [{ kind: 'unit', unit_id: school.id }],
    complete: true,
  })
  const { number } = await rowsOf(clerk, `complaints/${id}`)
  const found = (page: Page) => page.getByRole('link', { name: number })

  await head.goto(`/complaints?q=${encodeURIComponent(number)}`)
  await expect(found(head)).toBeVisible()
  await head.goto('/complaints/ties')
  await act(head, '申报').click()
  await head.getByRole('combobox', { name: '单位' }).fill(school.name)
  await head.getByRole('option', { name: school.name, exact: true }).click()
  await clean(head)
  await say(head, '申报')
  await expect(head.getByRole('row').filter({ hasText: school.name })).toBeVisible()
  // Nobody lifts the own tie.
  await expect(head.getByRole('row').filter({ hasText: school.name }).getByRole('button')).toHaveCount(0)
  await head.goto(`/complaints?q=${encodeURIComponent(number)}`)
  await expect(head.getByText('0 条', { exact: true })).toBeVisible()
  await expect(found(head)).toHaveCount(0)
  await head.goto(`/complaints/${id}`)
  await expect(head.getByText('没有找到')).toBeVisible()
  await head.goto('/complaints/calendar')
  await expect(head.getByRole('heading', { name: /月/ }).first()).toBeVisible()
  await expect(found(head)).toHaveCount(0)
  await clerk.goto(`/complaints?q=${encodeURIComponent(number)}`)
  await expect(found(clerk)).toBeVisible()
})

test('an old register comes in by its mapping', async ({ page }) => {
  const mapping = readFileSync('../docs/examples/mappings/nyc-311.json')
  const number = String(Date.now())
  const rows = [
    ['unique_key', 'created_date', 'closed_date', 'complaint_type', 'open_data_channel_type'],
    [number, '2024-04-16T09:30:00.000', '2024-04-17T10:00:00.000', 'Food Establishment', 'PHONE'],
    [`${number}1`, '2024-04-16T11:30:00.000', '', 'HEAT/HOT WATER', 'ONLINE'],
  ]
  await logInAs(page, 'intake')
  const name = freshName('nyc-311')
  await page.goto('/imports/mappings')
  await page.getByLabel('传入方案（JSON）').setInputFiles({
    name: `${name}.json`,
    mimeType: 'application/json',
    buffer: mapping,
  })
  await drawer(page).getByRole('button', { name: '保存' }).click()
  await page.goto('/complaints')
  await page.getByRole('link', { name: '导入历史件' }).click()
  await page.getByLabel('选文件').setInputFiles({
    name: '311.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv(rows)),
  })
  await expect(heading(page, '对列名')).toBeVisible()
  await page.getByLabel('用哪个方案').selectOption({ label: name })
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(heading(page, '改错误')).toBeVisible()
  await expect(page.locator('.figures > li').filter({ hasText: '文件里' }).locator('.value')).toHaveText('2行')
  await clean(page)
})
