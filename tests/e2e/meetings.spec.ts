import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, pick, send, test } from './fixtures'

const steps = (page: Page) => page.getByRole('navigation', { name: '登记步骤' })
const block = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const saved = (page: Page) => expect(page.locator('.save-state')).toHaveText(/已自动保存/)
const wall = (daysAgo: number, time: string) => {
  const day = new Date(Date.now() - daysAgo * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
  return `${day}T${time}`
}
async function noBarrier(page: Page, what: string) {
  expect.soft(await barriers(page), what).toEqual([])
  const width = page.viewportSize()?.width ?? 0
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(width)
}
/** Picks what is found by typing a part of it. */
async function chooseFound(page: Page, field: string | RegExp, words: string) {
  await page.getByRole('combobox', { name: field }).fill(words)
  await page.getByRole('option').filter({ hasText: words }).first().click()
  await page.keyboard.press('Escape')
}
/** A draft of the clerk's school, made without the pages. */
async function draft(page: Page, more: object = {}) {
  const session = await (await page.request.get('/api/v1/auth/session')).json()
  return send(page, 'POST', 'meetings', {
    ...{ unit_id: session.grants[0].unit.id, type: 'party_organization_meeting' },
    ...{ held_at: `${wall(1, '14:30')}:00+08:00`, place: '三楼会议室', ...more },
  })
}

test('a clerk records a meeting, the leader files it and revises it with a reason', async ({ browser, page }) => {
  test.slow()
  const place = `会议室${freshName('')}`
  await logInAs(page, 'clerk')
  await page.goto('/meetings')
  await page.getByRole('button', { name: '登记会议' }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: '开始登记' }).click()
  await expect(drawer.getByText('写开会的日期和时间')).toBeVisible()
  await drawer.getByLabel('开会时间').fill(wall(1, '14:30'))
  await drawer.getByLabel(/^地点/).fill(place)
  await drawer.getByRole('button', { name: '开始登记' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '党组织会议' })).toBeVisible()
  await page.getByLabel('通知时间').fill(wall(5, '09:00'))
  await saved(page)

  // Who came: the light says what is lacking, and turns with each press.
  await steps(page).getByRole('link', { name: '到会' }).click()
  const light = page.locator('.count-line')
  await expect(light).toContainText('才能开会')
  await page.getByRole('button', { name: /人全部到会/ }).click()
  await expect(light).toContainText('人数够了')
  const presences = page.getByRole('group', { name: /是否到会$/ })
  const members = await presences.count()
  for (let at = 0; at < members; at += 1) await presences.nth(at).getByRole('button', { name: '请假' }).click()
  await expect(light).toContainText(/还差 \d+ 人/)
  for (let at = 0; at < members; at += 1) await presences.nth(at).getByRole('button', { name: '到会' }).click()
  await expect(light).toContainText('人数够了')
  await saved(page)
  await noBarrier(page, 'attendance')

  // Two topics from one pasted agenda.
  await steps(page).getByRole('link', { name: '议题', exact: true }).click()
  await page.getByLabel('增加议题').fill('1. 采购多媒体教学设备\n2. 审议学期工作计划')
  await page.getByRole('button', { name: '增加', exact: true }).click()
  const agenda = page.locator('.agenda-list > li')
  await expect(agenda).toHaveCount(2)
  // In another order by a button and back by keys; the focus goes with the topic.
  await page.getByRole('button', { name: '下移：采购多媒体教学设备' }).click()
  await expect(agenda.first()).toContainText('审议学期工作计划')
  await expect(agenda.last().locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(agenda.first()).toContainText('采购多媒体教学设备')
  await noBarrier(page, 'agenda')

  // The first: one withdraws, the others speak and vote; the arithmetic says why it is carried.
  await steps(page).getByRole('link', { name: '采购多媒体教学设备' }).click()
  await pick(page, /^事项/, 'LF01 限额以上的预算内支出')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: '支出类型' })).toBeVisible()
  await page.getByLabel(/^金额/).fill('86000')
  await expect(page.getByText('8.60 万元')).toBeVisible()
  await page.getByLabel('背景和理由').fill('十二间教室设备老化。')
  await page.getByLabel('讨论分钟数').fill('25')
  const [earlier] = (await (await page.request.get('/api/v1/decisions?size=1&sort=decided_on')).json()).items
  await chooseFound(page, '关联议题', earlier.topic)
  await pick(page, '表决方式', '举手')
  const voices = page.locator('.voice-line')
  await voices.last().getByText('回避', { exact: true }).click()
  await voices.last().getByPlaceholder('回避的原因').fill('与供应商有亲属关系')
  await page.getByRole('button', { name: '全部同意，再改例外' }).click()
  await page.getByRole('combobox', { name: '计票、监票人' }).press('Enter')
  await page.getByRole('option').first().click()
  await expect(page.locator('.count-line').last()).toContainText('票数够了')
  await expect(page.locator('.count-line').last()).toContainText(`同意 ${members - 1} 票`)
  for (let at = 0; at < members - 1; at += 1)
    await voices
      .nth(at)
      .getByRole('button', { name: /第几个发言$/ })
      .click()
  // The list begins with the secretary, who therefore spoke first.
  await expect(page.getByText(/应当末位表态/)).toBeVisible()
  await voices
    .first()
    .getByRole('button', { name: /第几个发言$/ })
    .click()
  await voices
    .first()
    .getByRole('button', { name: /第几个发言$/ })
    .click()
  await expect(page.getByText(/应当末位表态/)).toHaveCount(0)
  await page.getByRole('group', { name: '结果' }).getByRole('button', { name: '通过', exact: true }).click()
  await page.getByRole('button', { name: '写成“同意……”' }).click()
  await expect(page.getByLabel('决议内容')).toHaveValue('同意采购多媒体教学设备。')
  await page.getByLabel('完成期限').fill(wall(-30, '').slice(0, 10))
  await saved(page)
  await noBarrier(page, 'topic')

  // What is lacking and what the rules would say, before anything is handed in.
  await steps(page).getByRole('link', { name: '核对提交' }).click()
  await block(page, '提交前自查')
    .getByRole('button', { name: /项缺数据/ })
    .click()
  await expect(block(page, '提交前自查').getByRole('table')).toContainText('议题提前提交')
  await expect(page.getByText(/还有 \d+ 处没有写/)).toBeVisible()
  await noBarrier(page, 'check')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('已提交', { exact: true })).toBeVisible()
  await expect(steps(page)).toHaveCount(0)

  // The leader files, opens it again with a reason and files the next edition.
  const above = await (await browser.newContext()).newPage()
  await logInAs(above, 'principal')
  await above.goto(page.url().split('?')[0] ?? '')
  const topic = block(above, '1. 采购多媒体教学设备')
  await expect(topic.getByText('票数够了')).toBeVisible()
  await expect(topic.getByText(/举手，.*计票、监票，讨论 25 分钟/)).toBeVisible()
  await expect(topic.getByRole('link', { name: earlier.topic })).toBeVisible()
  for (const reason of [undefined, '地点写错']) {
    if (reason) {
      await above.getByRole('button', { name: '更正', exact: true }).click()
      await above.getByLabel('理由').fill(reason)
      await chooseFound(above, /^依据哪个议题/, earlier.topic)
      await above.getByRole('dialog').getByRole('button', { name: '更正', exact: true }).click()
      await expect(above.getByText(`正在更正，理由：${reason}`)).toBeVisible()
      await above.getByLabel('地点').fill(`${place}甲`)
      await saved(above)
      await steps(above).getByRole('link', { name: '核对提交' }).click()
      await above.getByRole('button', { name: '提交', exact: true }).click()
      await above.getByRole('dialog').getByRole('button', { name: '提交', exact: true }).click()
    }
    await above.getByRole('button', { name: '归档', exact: true }).click()
    await above.getByRole('dialog').getByRole('button', { name: '归档', exact: true }).click()
    await expect(above.getByRole('button', { name: '更正', exact: true })).toBeVisible()
  }
  await above.getByRole('link', { name: /归档版本/ }).click()
  await expect(above.getByText(`依据哪个议题： ${earlier.topic}`)).toBeVisible()
  await above.getByRole('button', { name: '和上一版比较' }).click()
  await expect(above.locator('.edition-changes')).toContainText(place)
  await expect(above.locator('.edition-changes')).toContainText(`${place}甲`)
  await noBarrier(above, 'editions')
  await above.context().close()
})

test('nothing typed is lost: without a line, over a reload, and when two write the same', async ({ browser, page }) => {
  await logInAs(page, 'clerk')
  const { id } = await draft(page)
  await page.goto(`/meetings/${id}`)
  const place = page.getByLabel('地点')
  await expect(place).toHaveValue('三楼会议室')

  await page.context().setOffline(true)
  await place.fill('阶梯教室')
  await expect(page.locator('.save-state')).toHaveText(/没连上，已存在本机/)
  await page.context().setOffline(false)
  await saved(page)

  const other = await (await browser.newContext()).newPage()
  await logInAs(other, 'clerk')
  const revision = async () => (await (await other.request.get(`/api/v1/meetings/${id}`)).json()).revision
  await send(other, 'PATCH', `meetings/${id}`, { place: '礼堂' }, await revision())
  await place.fill('操场')
  await expect(page.getByText('两边不一样')).toBeVisible()
  await page.getByRole('button', { name: '用我的' }).click()
  await saved(page)
  await page.reload()
  await expect(place).toHaveValue('操场')

  // What somebody else changes elsewhere in the record is no conflict.
  await send(other, 'POST', `meetings/${id}/topics`, { title: '他人增加的议题' }, await revision())
  await place.fill('礼堂')
  await expect(steps(page).getByRole('link', { name: '他人增加的议题' })).toBeVisible()
  await saved(page)
  await expect(page.getByText('两边不一样')).toHaveCount(0)
  await other.context().close()
})

const LOOKS = [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 360 },
]
for (const look of LOOKS)
  test(`no page of meetings has a barrier: ${Object.values(look).join(', ')} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width: look.width, height: 800 })
    await page.addInitScript(({ theme, locale }) => {
      localStorage.setItem('theme', theme)
      localStorage.setItem('locale', locale)
    }, look)
    await logInAs(page, 'clerk')
    const { items } = await (await page.request.get('/api/v1/meetings?state=filed&size=1')).json()
    const made = await draft(page, {
      emergency: true,
      topics: [{ title: '采购多媒体教学设备', matter_codes: ['LF01'], amount: '86000.00' }, { title: '其他' }],
    })
    const at = `/meetings/${made.id}`
    const edited = ['basics', 'people', 'agenda', made.agenda[0].id, 'minutes', 'check'].map(
      (name) => `${at}?at=${name}`,
    )
    const filed = ['', '/editions', '/history'].map((tab) => `/meetings/${items[0].id}${tab}`)
    const others = ['/meetings', '/meetings?type=staff_congress', '/meetings/team', '/matters', '/matters?q=zzz']
    for (const path of [...others, ...edited, ...filed]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      await noBarrier(page, path)
    }
  })
