import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { act, as, clean, drawer, enter, follow, give, move, open, reporter, rowsOf, say } from './complaining'
import { expect, freshName, passwordOf, pick, test } from './fixtures'

/** The smallest PNG there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

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
  const id = await enter(clerk, {
    channel: 'letter',
    text: '课后服务不公示收费。',
    category: '0302',
  })
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
  await expect(head.locator('.status').getByText('已发出', { exact: true })).toBeVisible()
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
    ...{
      channel: 'letter',
      category: '1501',
      text: '反映局主要领导收受购物卡。',
    },
    identity: { name, phone: '13900006666' },
  })
  await open(clerk, id)
  await clerk.getByRole('button', { name: '打开内容' }).click()
  const photo = { name: '购物卡.png', mimeType: 'image/png', buffer: PIXEL }
  await clerk.locator('.file-drop input').setInputFiles(photo)
  await expect(clerk.getByText('购物卡.png')).toBeVisible()
  await clean(clerk)
  await move(clerk, id, 'screen')
  await move(clerk, id, 'match', {
    subjects: [{ kind: 'unknown', rank: 'bureau_head' }],
    complete: true,
  })
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
  const request = custodian.getByRole('row').filter({
    has: custodian.getByRole('button', { name: '批准', exact: true }),
  })
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
