import AxeBuilder from '@axe-core/playwright'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { csv } from './files'
import { expect, freshName, logInAs, passwordOf, pick, send, test } from './fixtures'

/** The smallest PNG there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PHONE = { width: 360, height: 740 }

async function clean(page: Page) {
  await expect(page.locator('h1').first()).toBeVisible() // the page is there, not only its address
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
}
/** Somebody in a browser of their own. */
async function as(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await logInAs(page, name)
  return page
}
/** Whoever holds a receipt: a phone, and no log-in. */
const reporter = async (browser: Browser): Promise<Page> => (await browser.newContext({ viewport: PHONE })).newPage()

const rowsOf = async (page: Page, path: string) => (await page.request.get(`/api/v1/${path}`)).json()
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()
const drawer = (page: Page) => page.getByRole('dialog').last()
/** Says a verb in its drawer. */
async function say(page: Page, name: string) {
  await drawer(page).getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
async function open(page: Page, id: string) {
  await page.goto(`/complaints/${id}`)
  await expect(page.getByRole('heading', { name: '经过' })).toBeVisible()
}
/** A move of a case without its page, with the revision that is there now. */
async function move(page: Page, id: string, verb: string, body: object = {}) {
  const { revision } = await rowsOf(page, `complaints/${id}`)
  return send(page, 'POST', `complaints/${id}:${verb}`, body, revision)
}
/** Enters a case without the page. */
async function enter(page: Page, told: object): Promise<string> {
  const { csrf_token } = await rowsOf(page, 'auth/session')
  const headers = { 'X-CSRF-Token': csrf_token, 'Idempotency-Key': randomUUID() }
  const answer = await page.request.post('/api/v1/complaints', { headers, data: told })
  expect(answer.ok(), await answer.text()).toBe(true)
  return (await answer.json()).id
}
/** Brings a case to its handler without the pages. */
async function give(browser: Browser, clerk: Page, id: string, subjects: object[]): Promise<Page> {
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', { subjects, complete: true })
  await move(clerk, id, 'accept', { track: 'S', severity: 'general' })
  const head = await as(browser, 'head')
  const { handlers, units } = await rowsOf(head, `complaints/${id}/handlers`)
  const who = handlers.find((one: { name: string }) => one.name === '覃德昌').id
  await move(head, id, 'assign', { handler_id: who, unit_id: units[0].id })
  return head
}
/** What the receipt shows, once the crossing has put it out. */
async function follow(page: Page, receipt: string, shown: string) {
  await expect(async () => {
    await page.goto('/portal/follow')
    await page.getByLabel('回执码').fill(receipt)
    await page.getByRole('button', { name: '查看' }).click()
    await expect(page.getByRole('heading', { name: shown })).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
}

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
    await expect(handler.getByText('上周三和周五。').first()).toBeVisible({ timeout: 3_000 })
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
    await expect(head.locator('.case-state').getByText('复查中')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  await expect(head.getByText('2 星')).toBeVisible()
  await head.setViewportSize(PHONE)
  await clean(head)
})

test('an identity is asked for, denied, granted by the other custodian, and seen once', async ({ browser }) => {
  test.slow()
  const name = freshName('来信人')
  const clerk = await as(browser, 'intake')
  const handler = await as(browser, 'handler')
  const [first, second] = [await as(browser, 'custodian'), await as(browser, 'custodian2')]

  await clerk.goto('/complaints/new')
  await pick(clerk, '来源', '来访')
  await clerk.getByLabel('内容').fill('反映课后服务收费不公示。')
  await clerk.getByLabel('姓名').fill(name)
  await clerk.getByLabel('电话').fill('13900007777')
  await clerk.getByText('给来信人一张回执').click()
  await clean(clerk)
  await clerk.getByRole('button', { name: '封存' }).click()
  await expect(clerk.getByText('已封存。')).toBeVisible()
  const receipt = (await clerk.locator('.receipt').textContent()) ?? ''
  await clerk.getByRole('link', { name: '看这件' }).click()
  await expect(clerk.getByText('实名，单独封存')).toBeVisible()
  await expect(clerk.getByText(name)).toHaveCount(0)
  const id = clerk.url().split('/').at(-1) ?? ''
  await give(browser, clerk, id, [{ kind: 'unknown', rank: 'teacher' }])

  const ask = async (motive: string) => {
    await open(handler, id)
    await act(handler, '申请调阅身份').click()
    await drawer(handler).getByLabel('为什么要知道').fill(motive)
    await say(handler, '申请调阅身份')
  }
  const motives = [freshName('先问一问能不能当面谈'), freshName('要当面核对收据原件')] as const
  const request = (page: Page, motive: string) => page.getByRole('row').filter({ hasText: motive })
  await ask(motives[0])
  await first.goto('/custody')
  await expect(request(first, motives[0])).toBeVisible()
  await clean(first)
  await request(first, motives[0]).getByRole('button', { name: '不批准' }).click()
  await drawer(first).getByLabel('理由').fill('可以凭回执问，不必知道是谁。')
  await say(first, '不批准')

  await ask(motives[1])
  await second.goto('/custody')
  await request(second, motives[1]).getByRole('button', { name: '批准', exact: true }).click()
  await drawer(second).getByLabel('理由').fill('动机充分，同意一次。')
  await drawer(second).getByLabel('口令').fill('不是这个口令-一二三四')
  await drawer(second).getByRole('button', { name: '批准', exact: true }).click()
  await expect(drawer(second).getByText('口令不对')).toBeVisible()
  await clean(second)
  await drawer(second).getByLabel('口令').fill(passwordOf('custodian2'))
  await say(second, '批准')

  await handler.goto('/complaints/identity-requests')
  await expect(request(handler, motives[0]).getByText('未批准')).toBeVisible()
  await request(handler, motives[1])
    .getByRole('button', { name: /看身份/ })
    .click()
  const shown = handler.getByRole('dialog', { name: '来信人' })
  await expect(shown.getByText(name)).toBeVisible()
  await expect(shown.getByRole('paragraph').getByText('覃德昌')).toBeVisible() // the watermark names who looks
  await clean(handler)
  await handler.keyboard.press('Escape')
  await expect(shown).toBeHidden()
  await expect(request(handler, motives[1]).getByText('已看')).toBeVisible()
  await expect(request(handler, motives[1]).getByRole('button')).toHaveCount(0)
  await expect(handler.getByText(name)).toHaveCount(0)

  const phone = await reporter(browser)
  await follow(phone, receipt, '正在办理')
  await expect(phone.getByText(/身份.*打开过|打开过/)).toBeVisible()
})

test('a school answers what it was sent, and finds nothing else of the case', async ({ browser }) => {
  test.slow()
  const mark = freshName('课后')
  const clerk = await as(browser, 'intake')
  const school = await as(browser, 'principal')
  const { items } = await rowsOf(school, 'schools?size=1')
  const id = await enter(clerk, { channel: 'letter', text: '课后服务不公示收费。', category: '0302' })
  const head = await give(browser, clerk, id, [{ kind: 'unit', unit_id: items[0].id }])
  const { number } = await rowsOf(head, `complaints/${id}`)

  // Nobody outside the team finds a door, a word or a number.
  for (const name of ['principal', 'officer', 'admin', 'auditor']) {
    const page = name === 'principal' ? school : await as(browser, name)
    await page.goto('/')
    await expect(page.getByRole('navigation').first()).toBeVisible()
    await expect(page.getByRole('link', { name: '信访举报' })).toHaveCount(0)
    await page.goto(`/complaints/${id}`)
    await expect(page.getByText(number)).toHaveCount(0)
    await expect(page.getByText('这一页不对您开放')).toBeVisible()
    expect((await page.request.get(`/api/v1/complaints/${id}`)).status()).toBe(403)
  }

  const handler = await as(browser, 'handler')
  await open(handler, id)
  await act(handler, '写一份').click()
  const found = handler.waitForResponse((answer) => answer.url().includes('/units?q='))
  await handler.getByRole('combobox', { name: '发给' }).fill(items[0].name)
  await found
  await handler.getByRole('option', { name: items[0].name, exact: true }).click()
  const text = drawer(handler).getByRole('textbox', { name: '内容' })
  await text.fill(`家长王某反映${mark}没有公示。`)
  await text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(0, 4))
  await drawer(handler).getByRole('button', { name: '遮蔽选中的字' }).click()
  await expect(drawer(handler).getByLabel('对方看到的')).toHaveText(`已遮蔽反映${mark}没有公示。`)
  await clean(handler)
  await say(handler, '存草稿')
  await expect(handler.getByRole('button', { name: '核发' })).toHaveCount(0) // not by who wrote it

  await school.goto('/complaint-packages')
  await expect(school.getByRole('heading', { level: 1, name: '教育局转办' })).toBeVisible()
  const sent = async () => (await rowsOf(school, 'complaint-packages?size=1')).total
  const before = await sent()
  await open(head, id)
  await act(head, '核发').click()
  await expect(head.getByText('已发出', { exact: true })).toBeVisible()
  expect(await sent()).toBe(before + 1)
  await school.reload()
  await expect(school.getByRole('link', { name: '请核实说明' }).first()).toBeVisible()
  // Several of one day stand in no order: this one is known by what it says.
  const all = (await rowsOf(school, 'complaint-packages?size=50')).items.map(({ id }: { id: string }) => id)
  for (const one of all)
    if ((await rowsOf(school, `complaint-packages/${one}`)).text.includes(mark))
      await school.goto(`/complaint-packages/${one}`)
  await expect(school.getByText(`反映${mark}没有公示。`)).toBeVisible()
  await expect(school.getByText('王某')).toHaveCount(0)
  await expect(school.getByText(number)).toHaveCount(0)
  await clean(school)
  await school.getByLabel('我校回复').fill('已在校门口公示。')
  await act(school, '回复').click()
  await expect(school.getByText('已在校门口公示。')).toBeVisible()
  await open(handler, id)
  await expect(handler.getByText('已在校门口公示。')).toBeVisible()

  // What the case has to do with elsewhere: seen by who reads both sides.
  await open(head, id)
  await act(head, '加一项').click()
  await drawer(head).locator('.el-radio-button', { hasText: '整改问题' }).click()
  await head.getByRole('combobox', { name: '整改问题' }).focus()
  await head.getByRole('combobox', { name: '整改问题' }).press('Enter')
  await head.getByRole('option').first().click()
  await clean(head)
  await say(head, '关联')
  await head.getByRole('link', { name: '同一事项的件' }).click()
  await expect(head.getByRole('link', { name: number })).toBeVisible()
  await clean(head)
  await open(handler, id)
  await expect(handler.getByRole('heading', { name: '关联事项' })).toHaveCount(0)
})

test('what is a superior organ’s leaves whole, and then only a stub is left', async ({ browser }) => {
  test.slow()
  const clerk = await as(browser, 'intake')
  const custodian = await as(browser, 'custodian')
  const name = freshName('来信人')
  const id = await enter(clerk, {
    ...{ channel: 'letter', category: '1501', text: '反映局主要领导收受购物卡。' },
    identity: { name, phone: '13900006666' },
  })
  await open(clerk, id)
  await clerk.getByRole('button', { name: '打开内容' }).click()
  const photo = { name: '购物卡.png', mimeType: 'image/png', buffer: PIXEL }
  await clerk.locator('.file-drop input').setInputFiles(photo)
  await expect(clerk.getByText('购物卡.png')).toBeVisible()
  await clean(clerk)
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', { subjects: [{ kind: 'unknown', rank: 'bureau_head' }], complete: true })
  await open(clerk, id)
  await expect(clerk.getByText('点到上级管理的干部：只能径送上级，内容不留。')).toBeVisible()
  const seal = async () => {
    const other = clerk.getByRole('button', { name: '其他', exact: true })
    if (await clerk.getByRole('button', { name: '径送上级' }).count()) return act(clerk, '径送上级').click()
    await other.click()
    await clerk.getByRole('menuitem', { name: '径送上级' }).click()
  }
  await seal()
  await drawer(clerk).getByRole('button', { name: '准备移交包' }).click()
  await expect(drawer(clerk).getByText('实名件，等身份保管员批准')).toBeVisible()
  await clean(clerk)
  await clerk.keyboard.press('Escape')

  await custodian.goto('/custody')
  const request = custodian
    .getByRole('row')
    .filter({ has: custodian.getByRole('button', { name: '批准', exact: true }) })
  await request.first().getByRole('button', { name: '批准', exact: true }).click()
  await drawer(custodian).getByLabel('理由').fill('随件移交上级机关。')
  await drawer(custodian).getByLabel('口令').fill(passwordOf('custodian'))
  await say(custodian, '批准')

  await open(clerk, id)
  await seal()
  const [package_] = await Promise.all([
    clerk.waitForEvent('download'),
    drawer(clerk).getByRole('button', { name: '存下移交包（只一次）' }).click(),
  ])
  const zip = readFileSync(await package_.path())
  expect(zip.includes(PIXEL)).toBe(true)
  expect(zip.includes(name)).toBe(true)
  await pick(clerk, '送往', '县纪委监委')
  await drawer(clerk).getByLabel('文号').fill('锦教纪〔2026〕3号')
  await expect(drawer(clerk).getByLabel('移交包校验值')).toHaveValue(/^[0-9a-f]{64}$/)
  await clean(clerk)
  await say(clerk, '径送上级')
  await expect(clerk.locator('.case-state').getByText('径送上级')).toBeVisible()
  await clerk.getByRole('button', { name: '打开内容' }).click()
  await expect(clerk.getByText('没有内容。')).toBeVisible()
  await expect(clerk.getByText('购物卡')).toHaveCount(0)
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
  const id = await enter(clerk, { channel: 'phone', text: '反映校服质量差。', category: '0603' })
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', { subjects: [{ kind: 'unit', unit_id: school.id }], complete: true })
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
  await expect(head.getByText('0 条')).toBeVisible()
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
  await page
    .getByLabel('传入方案（JSON）')
    .setInputFiles({ name: `${name}.json`, mimeType: 'application/json', buffer: mapping })
  await drawer(page).getByRole('button', { name: '保存' }).click()
  await page.goto('/complaints')
  await page.getByRole('link', { name: '导入历史件' }).click()
  await page
    .getByLabel('选文件')
    .setInputFiles({ name: '311.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) })
  await expect(heading(page, '对列名')).toBeVisible()
  await page.getByLabel('用哪个方案').selectOption({ label: name })
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(heading(page, '改错误')).toBeVisible()
  await expect(page.locator('.figures > li').filter({ hasText: '文件里' }).locator('.value')).toHaveText('2行')
  await clean(page)
})
