import { draftCampaign, newerVersion, openTo, ownFramework, ownSchool } from './assessing'
import { barriers, expect, freshName, logInAs, pick, send, test } from './fixtures'

test('next year begins from an earlier assessment, and its days are looked over', async ({ page }) => {
  const { title } = await draftCampaign(page, { title: `${freshName('评估')} 2026年` })
  await page.goto('/assessments/new')
  await page.getByRole('button', { name: '沿用以前的评估' }).click()
  const drawer = page.getByRole('dialog', { name: '沿用以前的评估' })
  await pick(page, '沿用哪一次', title)
  await expect(drawer.getByLabel('评估时段从')).toHaveValue('2027-01-01')
  await drawer.getByLabel('编号').fill(freshName('next'))
  await drawer.getByRole('button', { name: '建立草稿' }).click()
  await expect(page).toHaveURL(/settings\?step=rounds/)
  await expect(page.getByRole('link', { name: title.replace('2026年', '2027年') })).toBeVisible()
  await expect(page.getByLabel('开始').first()).toHaveValue(/^2027-/)
})

test('a school applies, and the county admits it within the quota of its district', async ({ page }) => {
  const school = await ownSchool(page)
  const campaign = await draftCampaign(page, { mode: 'application', quotas: { [school.parent]: 1 } })
  await openTo(page, campaign.id, [])

  await logInAs(page, 'principal')
  await page.goto(`/assessments/${campaign.id}`)
  await expect(page.getByText('名额 1 所')).toBeVisible()
  await page.getByRole('button', { name: '申报参评' }).click()
  const drawer = page.getByRole('dialog', { name: '申报参评' })
  await drawer.getByLabel('申报理由').fill('三年没有违纪，公开栏月月更新。')
  await drawer.getByRole('button', { name: '提交申报' }).click()
  await expect(page.getByText(`${school.name}已申报，等局里决定。`)).toBeVisible()

  await logInAs(page, 'officer')
  await page.goto(`/assessments/${campaign.id}/schools`)
  const quotas = page.getByRole('table', { name: '名额' })
  await quotas.getByRole('link', { name: '1' }).click()
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page
    .getByRole('dialog', { name: `同意${school.name}参评？` })
    .getByRole('button', { name: '同意' })
    .click()
  await expect(quotas.getByRole('row', { name: / 1 0 1 0$/ })).toBeVisible()

  await logInAs(page, 'principal')
  await page.goto(`/assessments/${campaign.id}`)
  await expect(page.getByRole('link', { name: school.name })).toBeVisible()
  await expect(page.getByText('等局里决定')).toHaveCount(0)
})

test('who has a part says that it is done; the reviewer goes on to the next school that has not begun', async ({
  page,
}) => {
  const school = await ownSchool(page)
  const campaign = await draftCampaign(page)
  const listed = await page.request.get('/api/v1/schools?type=nine_year&status=operating&size=2')
  const others = (await listed.json()).items
    .map(({ id }: { id: string }) => id)
    .filter((id: string) => id !== school.id)
  const [own] = await openTo(page, campaign.id, [school.id, ...others])
  await logInAs(page, 'clerk')
  const { account } = await (await page.request.get('/api/v1/auth/session')).json()
  await logInAs(page, 'principal')
  const assignments = [{ code: 'A', account_id: account.id }]
  await send(page, 'PUT', `assessments/enrolments/${own}/rounds/self/assignments`, { assignments })

  await logInAs(page, 'clerk')
  await page.goto(`/assessments/enrolments/${own}`)
  await page.getByRole('button', { name: '这部分填完了' }).click()
  await expect(page.getByRole('region', { name: '分工' }).getByText(/填完$/)).toBeVisible()
  await logInAs(page, 'principal')
  await page.goto(`/assessments/enrolments/${own}`)
  await expect(page.getByText('1 / 1 份填完')).toBeVisible()

  await logInAs(page, 'officer')
  await page.goto(`/assessments/enrolments/${own}?round=self&stand=not_started`)
  const schools = page.getByRole('navigation', { name: '学校', exact: true })
  await expect(schools.getByText('未开始').first()).toBeVisible()
  const name = await page.getByRole('heading', { level: 1 }).innerText()
  await schools
    .getByRole('link', { name: /^(上一所|下一所)$/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(name)
  await expect(page).toHaveURL(/stand=not_started/)
})

test('an assessment moves to a newer version of its framework by a preview and a reason', async ({ page }) => {
  test.slow()
  const school = await ownSchool(page)
  const own = await ownFramework(page)
  const campaign = await draftCampaign(page, { version_id: own.version })
  const [enrolment] = await openTo(page, campaign.id, [school.id])
  await logInAs(page, 'clerk')
  const entry = { override_points: '3', override_reason: '按材料' }
  await send(page, 'PUT', `assessments/enrolments/${enrolment}/rounds/self/scores/A1`, entry, 0)
  await logInAs(page, 'officer')
  await page.goto(`/assessments/${campaign.id}/migrate`)
  await expect(page.getByText('没有更新的版本。')).toBeVisible()

  const newer = await newerVersion(page, own)
  await page.goto(`/assessments/${campaign.id}/migrate?to=${newer}`)
  await expect(page.getByText('1 版换到 2 版，1 所学校。')).toBeVisible()
  expect(await barriers(page)).toEqual([])
  await page.getByRole('button', { name: '换用 2 版' }).click()
  const dialog = page.getByRole('dialog', { name: '换用 2 版？' })
  await dialog.getByLabel('理由').fill('省厅修订了指标')
  await dialog.getByRole('button', { name: '换用 2 版' }).click()
  await expect(page.getByText('1 版 → 2 版')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('理由：省厅修订了指标')).toBeVisible()

  // What stood before is read on the desk, by the version of then.
  await page.goto(`/assessments/enrolments/${enrolment}`)
  await page.getByRole('region', { name: '换版前的评分' }).getByRole('button', { name: '自评' }).click()
  const former = page.getByRole('dialog', { name: '换版前的评分' })
  await expect(former.getByRole('row', { name: /^A1 .* 3 6$/ })).toBeVisible()
  expect(await barriers(page)).toEqual([])
})

for (const [width, locale] of [
  [1280, 'zh-CN'],
  [360, 'en'],
] as const)
  test(`years, rates and tasks have no barriers at ${width} px in ${locale}`, async ({ page }) => {
    const school = await ownSchool(page)
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript((language) => localStorage.setItem('locale', language), locale)
    await logInAs(page, 'officer')
    const outcome = (await (await page.request.get(`/api/v1/assessments/outcomes?unit=${school.id}`)).json()).items[0]
    const walks = (await (await page.request.get('/api/v1/framework-crosswalks')).json()).items
    const from = walks.find(({ source }: { source: { framework: string } }) => source.framework === 'QLXX-REF-100')
    const projected = `/assessments/schools/${school.id}?outcome=${outcome.id}&crosswalk=${from.id}`
    for (const path of [projected, '/rectifications/rates', '/rectifications/tasks']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('table').first()).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect(await barriers(page), path).toEqual([])
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  })
