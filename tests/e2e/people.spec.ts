import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, pick, test } from './fixtures'

const drawer = (page: Page) => page.getByRole('dialog')
const block = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** The id of a school that has a supervision committee. */
async function aSchool(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/committees?kind=supervision_committee&size=1')
  return (await answer.json()).items[0].unit.id
}

/** Registers somebody at the clerk's school through the page; ends on the person's page. */
async function register(page: Page): Promise<string> {
  const name = `试验${freshName('甲').replace(/[^\w\u4e00-\u9fff]/g, '')}`
  await logInAs(page, 'clerk')
  await page.goto('/people')
  await page.getByRole('button', { name: '登记人员' }).click()
  await drawer(page).getByLabel('姓名').fill(name)
  await drawer(page).getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return name
}

test('people are found by name, by pinyin and by the post they hold', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/people')
  const search = page.getByRole('search', { name: '筛选人员' }).getByRole('searchbox')
  for (const words of ['罗建平', 'ljp']) {
    await search.fill(words)
    await expect(page.getByRole('link', { name: '罗建平' }).first()).toBeVisible()
  }
  await search.fill('')
  await pick(page, '职务', '校长（园长）')
  await expect(page).toHaveURL(/holds=principal/)
  await page.reload()
  await expect(page.getByRole('table').getByText('园长').first()).toBeVisible()
})

test('a clerk registers somebody, who takes a post and gives it up; the end can be taken back', async ({ page }) => {
  const name = await register(page)
  await page.getByRole('button', { name: '任职', exact: true }).click()
  await drawer(page).getByRole('button', { name: '登记任职' }).click()
  await expect(drawer(page).getByText('写任职日期')).toBeVisible()
  await pick(page, '职务', '教务主任')
  await drawer(page).getByLabel('任职日期').fill('2024-08-20')
  await drawer(page).getByRole('button', { name: '从任职日起三年' }).click()
  await expect(drawer(page).getByLabel(/^任期届满/)).toHaveValue('2027-08-20')
  await drawer(page).getByRole('button', { name: '登记任职' }).click()
  await expect(page.getByText(`${name}任教务主任，已登记`)).toBeVisible()

  await block(page, '任职').getByRole('button', { name: '免职' }).click()
  await drawer(page).getByRole('button', { name: '免职' }).click()
  await expect(drawer(page)).toBeHidden()
  await expect(page.getByText(`${name}不再任教务主任`).last()).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(block(page, '任职').getByRole('button', { name: '免职' })).toBeVisible()

  await page.getByRole('link', { name: '变动记录' }).last().click()
  await expect(page.locator('.timeline > li')).toHaveCount(4)
  await expect(page.locator('.timeline > li').first()).toContainText('撤销免职')
})

test('of an identity number nothing but four characters comes back', async ({ page }) => {
  await register(page)
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await drawer(page)
    .getByLabel(/^证件号码/)
    .fill('999900198001019999')
  await drawer(page).getByRole('button', { name: '保存' }).click()
  await expect(drawer(page).getByText(/校验位不对/)).toBeVisible()
  await drawer(page)
    .getByLabel(/^证件号码/)
    .fill('E12345678')
  await pick(page, /^证件类型/, '护照')
  await drawer(page).getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('****5678', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await expect(drawer(page).getByText(/现有 \*\*\*\*5678/)).toBeVisible()
  await expect(drawer(page).getByLabel(/^证件号码/)).toHaveValue('')
})

test('a school does not appoint its own principal', async ({ page }) => {
  await register(page)
  await page.getByRole('button', { name: '任职', exact: true }).click()
  await pick(page, '职务', '校长（园长）')
  await drawer(page).getByLabel('任职日期').fill('2026-08-20')
  await drawer(page).getByRole('button', { name: '登记任职' }).click()
  await expect(drawer(page).getByText('这一项由主管部门办理').first()).toBeVisible()
})

test('the page of a school says who leads it, and its committee who sits there', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto(`/schools/${await aSchool(page)}`)
  const team = block(page, '班子与队伍')
  await expect(team.getByText(/校长|园长/).first()).toBeVisible()
  await team.getByRole('link', { name: '校务监督委员会' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '校务监督委员会' })).toBeVisible()
  await expect(page.getByRole('table').getByText('教师代表').first()).toBeVisible()
})

test('who held which post on a day is a question of the address', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/people/posts?kind=principal')
  await expect(page.getByRole('table')).toBeVisible()
  await page.getByLabel('哪一天').fill('1990-01-01')
  await expect(page).toHaveURL(/on=1990-01-01/)
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
})

test('terms that end are on the overview and lead to their list', async ({ page }) => {
  await logInAs(page, 'officer')
  await page.goto('/overview')
  const terms = block(page, '任期将满')
  await expect(terms.getByText(/已过 \d+ 天/).first()).toBeVisible()
  await terms.getByRole('link', { name: /^共 \d+ 个/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: '任期将满' })).toBeVisible()
  await expect(page.getByText(/已满没有换的 \d+ 个/)).toBeVisible()
})

test('two records of one person are told apart, looked at and merged', async ({ page }) => {
  const name = await register(page)
  const first = page.url().split('/').pop()
  const one = await (await page.request.get(`/api/v1/persons/${first}`)).json()
  await page.goto('/people')
  await page.getByRole('button', { name: '登记人员' }).click()
  await drawer(page).getByLabel('姓名').fill(name)
  await drawer(page).getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  await page.goto('/people/duplicates')
  const pair = page.getByRole('listitem').filter({ hasText: name })
  await pair.getByRole('button', { name: '不是同一人' }).click()
  await expect(pair).toHaveCount(0)
  await page.getByRole('button', { name: '撤销' }).click()
  await pair.getByRole('button', { name: '合并' }).click()
  await expect(drawer(page).getByText('不能撤销')).toBeVisible()
  await drawer(page).getByRole('button', { name: '合并', exact: true }).click()
  await expect(page.getByText(`已合并到${name}（${one.unit.name}）`)).toBeVisible()
  await expect(pair).toHaveCount(0)

  const found = await (await page.request.get(`/api/v1/persons?q=${encodeURIComponent(name)}`)).json()
  expect(found.total).toBe(1)
})

/** Each theme, language and width once. */
const LOOKS = [
  { theme: 'light', locale: 'zh-CN', width: 1280 },
  { theme: 'dark', locale: 'en', width: 360 },
]
for (const look of LOOKS)
  test(`no page of people has a barrier: ${Object.values(look).join(', ')} px`, async ({ page }) => {
    test.slow()
    await page.setViewportSize({ width: look.width, height: 800 })
    await page.addInitScript(({ theme, locale }) => {
      localStorage.setItem('theme', theme)
      localStorage.setItem('locale', locale)
    }, look)
    await logInAs(page, 'officer')
    const school = await aSchool(page)
    const [teacher] = (await (await page.request.get('/api/v1/persons?registration=valid&size=1')).json()).items
    const [committee] = (await (await page.request.get('/api/v1/committees?size=1')).json()).items
    const lists = ['/people', '/people/posts', '/people/committees'].map((path) => `${path}?unit=${school}`)
    const ones = [`/people/${teacher.id}`, `/people/${teacher.id}/history`, `/people/committees/${committee.id}`]
    for (const path of [
      ...lists,
      '/people/terms?within_days=30',
      '/people/duplicates',
      ...ones,
      `/schools/${school}`,
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(look.width)
    }
  })
