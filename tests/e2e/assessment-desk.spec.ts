import type { Page } from '@playwright/test'
import { barriers, expect, freshName, logInAs, send, test } from './fixtures'

const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10)

/** An assessment that is open to the clerk's school, and its enrolment; three items, each one number. */
async function open(page: Page, threshold = '1'): Promise<string> {
  await logInAs(page, 'clerk')
  const school = (await (await page.request.get('/api/v1/units?kind=school')).json()).items[0].id
  await logInAs(page, 'officer')
  const [units, frameworks] = await Promise.all([
    page.request.get('/api/v1/units?kind=bureau'),
    page.request.get('/api/v1/frameworks?q=QLXX-REF-100'),
  ])
  const unit = (await units.json()).items[0].id
  const code = freshName('desk')
  const campaign = await send(page, 'POST', 'assessments/campaigns', {
    unit_id: unit,
    version_id: (await frameworks.json()).items[0].latest.id,
    code,
    title: code,
    cycle: '2026',
    period_first_on: '2026-01-01',
    period_last_on: '2026-12-31',
    disagreement_threshold: threshold,
    windows: [
      { round: 'self', opens_on: day(-3), closes_on: day(10) },
      { round: 'district', opens_on: day(-2), closes_on: day(20) },
      { round: 'county', opens_on: day(-1), closes_on: day(30) },
    ],
  })
  const path = `assessments/campaigns/${campaign.id}`
  await send(page, 'POST', `${path}/enrolments`, { scope: { unit_ids: [school] }, dry_run: false })
  const { revision } = await (await page.request.get(`/api/v1/${path}`)).json()
  await send(page, 'POST', `${path}:open`, {}, revision)
  const enrolments = await page.request.get(`/api/v1/${path}/enrolments?unit=${school}`)
  return (await enrolments.json()).items[0].id
}

/** Gives every open item of the self-assessment but the first some points, with a reason. */
async function fill(page: Page, id: string): Promise<string> {
  await logInAs(page, 'clerk')
  const { open_items } = await (await page.request.get(`/api/v1/assessments/enrolments/${id}/rounds/self`)).json()
  const { csrf_token } = await (await page.request.get('/api/v1/auth/session')).json()
  for (const code of open_items.slice(1)) {
    const answer = await page.request.put(`/api/v1/assessments/enrolments/${id}/rounds/self/scores/${code}`, {
      headers: { 'X-CSRF-Token': csrf_token, 'If-Match': '"0"' },
      data: { override_points: '1', override_reason: '按材料' },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
  return open_items[0]
}

async function setPoints(page: Page, points: string): Promise<void> {
  await page.getByRole('button', { name: '改分并写理由' }).click()
  await page.getByLabel(/^改为/).fill(points)
  await page.locator('.desk-own').getByLabel('理由').fill('材料齐全')
}

test('a school fills and submits, the reviewer returns it, the school submits again', async ({ page }) => {
  test.slow()
  const id = await open(page)
  const first = await fill(page, id)

  await logInAs(page, 'principal')
  await page.goto(`/assessments/enrolments/${id}`)
  const ready = page.getByRole('region', { name: '提交前还缺' })
  await ready.getByRole('button', { name: first }).first().click()
  await setPoints(page, '2')
  await expect(page.getByText(/已自动保存/)).toBeVisible()
  await expect(ready.getByText('未评')).toHaveCount(0)
  await page.getByRole('button', { name: '提交自评' }).click()
  const drawer = page.getByRole('dialog', { name: '提交自评？' })
  await drawer.getByRole('button', { name: '提交', exact: true }).click()
  // Evidence is missing: the note must say why.
  await expect(drawer.locator('[data-invalid]')).toBeVisible()
  await drawer.getByLabel('附言').fill('材料下周补齐')
  await drawer.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('已提交', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '改分并写理由' })).toHaveCount(0)

  await logInAs(page, 'reviewer')
  await page.goto(`/assessments/enrolments/${id}`)
  await page.getByRole('button', { name: '退回自评' }).click()
  const dialog = page.getByRole('dialog', { name: '退回自评？' })
  await dialog.getByLabel('理由').fill('缺少第四季度材料')
  await dialog.getByRole('button', { name: '退回', exact: true }).click()
  await expect(page.getByText('自评已退回')).toBeVisible()

  await logInAs(page, 'principal')
  await page.goto(`/assessments/enrolments/${id}`)
  await expect(page.getByText('理由：缺少第四季度材料')).toBeVisible()
  await page.getByRole('button', { name: '提交自评' }).click()
  await drawer.getByLabel('附言').fill('第四季度材料已补')
  await drawer.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('已提交', { exact: true })).toBeVisible()
})

test('what is typed without a connection is kept and goes out later; two versions are chosen from', async ({
  page,
  context,
}) => {
  const id = await open(page)
  await logInAs(page, 'clerk')
  await page.goto(`/assessments/enrolments/${id}`)
  const comment = page.getByLabel('说明', { exact: true })
  await expect(comment).toBeVisible()
  const code = (await page.locator('[data-item].chosen').getAttribute('data-item')) ?? ''
  await context.setOffline(true)
  await comment.fill('断网时写的')
  await expect(page.getByText('没连上，已存在本机')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/已自动保存/)).toBeVisible()

  // A reload in the middle of it loses nothing either.
  await page.route('**/scores/*', (route) => route.abort())
  await comment.fill('又写了一句')
  await expect(page.getByText('没连上，已存在本机')).toBeVisible()
  await page.unroute('**/scores/*')
  const path = `assessments/enrolments/${id}/rounds/self/scores/${code}`
  await send(page, 'PUT', path, { comment: '别人写的' }, 1)
  await page.reload()
  await expect(page.getByText('别人刚改过这一项，两边不一样。')).toBeVisible()
  await expect(page.getByText('别人写的')).toBeVisible()
  await page.getByRole('button', { name: '用我的' }).click()
  await expect(page.getByText(/已自动保存/)).toBeVisible()
  await page.reload()
  await expect(comment).toHaveValue('又写了一句')
})

for (const [width, locale, name] of [
  [1280, 'zh-CN', 'reviewer'],
  [360, 'en', 'clerk'],
] as const)
  test(`the desk has no barriers at ${width} px in ${locale} for the ${name}`, async ({ page }) => {
    const id = await open(page)
    await logInAs(page, name)
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript((language) => localStorage.setItem('locale', language), locale)
    await page.goto(`/assessments/enrolments/${id}`)
    await expect(page.locator('.desk-table')).toBeVisible()
    await expect(page.locator('.loading')).toHaveCount(0)
    const check = async () => {
      expect(await barriers(page)).toEqual([])
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBeLessThanOrEqual(0)
    }
    await check()
    await page.keyboard.press('Tab')
    const rows = page.locator('[data-item]')
    await rows.first().getByRole('button').focus()
    await page.keyboard.press('ArrowDown')
    await expect(rows.nth(1)).toHaveClass(/chosen/)
    await page.keyboard.press('e')
    await expect(page.locator('.desk-item')).toBeVisible()
    await check()
  })
