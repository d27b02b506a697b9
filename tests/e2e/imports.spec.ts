import type { Page } from '@playwright/test'
import { csv, gb18030, workbook, zip } from './files'
import { barriers, expect, freshName, logInAs, test } from './fixtures'

const HEADINGS = ['校名', '标识码', '所属学区', '学段类别', '公办/民办', '在校生数', '备注']
/** A code that no other run has taken. */
const freshCode = (kind = '21') => `${kind}349${Math.floor(Math.random() * 90_000) + 10_000}`
/** A row of the county's file; schools hang below the first district that the demo county has. */
let district = ''
const school = (name: string, code: string, type = '小学', pupils = '120') => [
  ...[name, code, district, type, '公办', pupils, ''],
]
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })
const target = (page: Page, column: string) => page.getByRole('combobox', { name: `“${column}”对到` })
const figure = (page: Page, name: string) => page.locator('.figures > li').filter({ hasText: name }).locator('.value')

test.beforeEach(async ({ page }) => {
  await logInAs(page, 'officer')
  const units = await page.request.get('/api/v1/units?kind=district&size=1')
  district = (await units.json()).items[0].name
})

/** Chooses schools as the type and sends the file; ends where its columns are matched. */
async function upload(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/imports/new')
  await page.getByRole('radio', { name: /^学校/ }).check()
  await page.getByLabel('选文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await expect(title(page, '对列名')).toBeVisible()
  await expect(target(page, '标识码')).toBeVisible()
}

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(title(page, '改错误')).toBeVisible()
  await expect(figure(page, '文件里')).toBeVisible()
}

async function rollBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  const dialog = page.getByRole('dialog', { name: '撤销这次导入？' })
  await expect(dialog.getByText('新建的会删掉')).toBeVisible()
  await dialog.getByRole('button', { name: '撤销这次导入' }).click()
  await expect(page.getByText('已撤销，写入的都改回去了。')).toBeVisible()
}

test('a file as a county has it: matched, checked, put right, written, seen, taken back', async ({ page }) => {
  const name = freshName('试验小学')
  const rows = [
    HEADINGS,
    school(name, freshCode(), '村小班'),
    school(`${name}分校`, freshCode(), '小学', '一百'),
    school(`${name}新校`, '213499'),
    ['合计', '', '', '', '', '220', ''],
  ]
  await upload(page, '全县学校.csv', gb18030(csv(rows)))
  await expect(page.getByRole('combobox', { name: '编码' })).toContainText('自动：GB18030')
  await expect(target(page, '校名')).toHaveValue('name')
  await target(page, '学段类别').selectOption({ label: '办学类型（必填）' })
  await check(page)
  await expect(figure(page, '有错误')).toHaveText('3行')
  await expect(figure(page, '新增')).toHaveText('0行')

  // One kind of error alone, in the address too, so that it can be shown to somebody.
  const errors = page.locator('.error-block')
  await page.getByRole('button', { name: '要填整数。' }).click()
  await expect(page).toHaveURL(/code=import\.cell\.integer/)
  await expect(errors.getByRole('row')).toHaveCount(2)
  await expect(errors.getByRole('row', { name: '3 在校生数 一百' })).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    errors.getByRole('link', { name: 'CSV', exact: true }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
  const [book] = await Promise.all([
    page.waitForEvent('download'),
    errors.getByRole('button', { name: '下载带“错误”列的原表' }).click(),
  ])
  expect(book.suggestedFilename()).toMatch(/\.xlsx$/)

  // The word of the file is told what it means, and the file checked anew.
  await page.getByRole('link', { name: '回去对列名' }).click()
  await page.getByRole('button', { name: '细调“学段类别”' }).click()
  const drawer = page.getByRole('dialog', { name: '细调“学段类别”' })
  await drawer.getByRole('button', { name: '村小班' }).click()
  await drawer.getByRole('combobox', { name: '第 1 个词的意思' }).selectOption({ label: '小学' })
  await drawer.getByRole('button', { name: '好了' }).click()
  await check(page)
  await expect(figure(page, '新增')).toHaveText('1行')

  await page.getByRole('button', { name: '写入 1 行' }).click()
  await expect(title(page, '导入结果')).toBeVisible()
  await expect(page.getByText('写入了 1 行，有错误的没有写。')).toBeVisible()
  const address = page.url()
  await page.getByRole('link', { name: '去看写入的记录' }).click()
  await page.goto(`/schools?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()

  await page.goto(address)
  await rollBack(page)
  await page.getByRole('link', { name: '变动记录' }).click()
  await expect(page.getByText('全部撤销')).toBeVisible()
  await page.goto(`/schools?q=${encodeURIComponent(name)}`)
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
})

test('a workbook with a line of title above its header', async ({ page }) => {
  const name = freshName('民办园')
  const rows = [['全县学校台账（2026 年秋）'], HEADINGS, school(name, freshCode('11'), '幼儿园')]
  await upload(page, '台账.xlsx', workbook('学校', rows))
  await expect(page.getByLabel('表头在第几行')).toHaveValue('2')
  await target(page, '学段类别').selectOption({ label: '办学类型（必填）' })
  await check(page)
  await expect(page.getByText('没有错误')).toBeVisible()
  await page.getByRole('button', { name: '写入 1 行' }).click()
  await expect(page.getByText('写入了 1 行。')).toBeVisible()
  await rollBack(page)
})

test('what was matched survives a reload, and can be kept for the next file', async ({ page }) => {
  const mapping = freshName('台账')
  const rows = [HEADINGS, school('试验小学', freshCode())]
  await upload(page, '学校.csv', Buffer.from(csv(rows)))
  await target(page, '备注').selectOption({ label: '地址' })
  await page.reload()
  await expect(page.getByText('上次改到一半的对应还在。')).toBeVisible()
  await expect(target(page, '备注')).toHaveValue('address')
  await page.getByRole('button', { name: '存成方案' }).click()
  const drawer = page.getByRole('dialog', { name: '存成方案' })
  await drawer.getByLabel('名称').fill(mapping)
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer).toBeHidden()
  await page.getByRole('button', { name: '用自动的' }).click()
  await expect(target(page, '备注')).toHaveValue('')

  await upload(page, '下一个.csv', Buffer.from(csv(rows)))
  await expect(target(page, '备注')).toHaveValue('')
  await page.getByRole('combobox', { name: '用哪个方案' }).selectOption({ label: mapping })
  await expect(target(page, '备注')).toHaveValue('address')

  await page.goto('/imports/mappings')
  await page.getByRole('button', { name: `改“${mapping}”` }).click()
  await page.getByText('同一单位的人都可以用').click()
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row').filter({ hasText: mapping })
  await expect(row.getByText('大家可用')).toBeVisible()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `下载“${mapping}”` }).click(),
  ])
  const path = await file.path()
  await page.getByRole('button', { name: `删除“${mapping}”` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(row).toHaveCount(0)
  await page.getByLabel('传入方案（JSON）').setInputFiles(path)
  await page.getByRole('dialog').getByLabel('名称').fill(mapping)
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(row).toHaveCount(1)
})

test('an upload goes on after the line broke, and after the page was lost', async ({ page }) => {
  const rows = [
    HEADINGS,
    ...Array.from({ length: 90_000 }, (_, at) => school(`试验小学${at}`, String(2_134_900_000 + at))),
  ]
  const file = { name: '很多学校.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) }
  // The line is cut after the first part.
  let cut = true
  await page.route('**/parts/2', (route) => (cut ? route.abort('connectionreset') : route.continue()))
  await page.goto('/imports/new?type=school')
  await page.getByLabel('选文件').setInputFiles(file)
  await expect(page.getByText('网络断了')).toBeVisible()
  const warning = page.waitForEvent('dialog').then((dialog) => dialog.accept())
  await page.reload()
  await warning
  await expect(page.getByText('选同一个文件，从断的地方接着传。')).toBeVisible()
  cut = false
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url().split('/').at(-1) ?? ''))
  await page.getByLabel('选 很多学校.csv').setInputFiles(file)
  await expect(title(page, '对列名')).toBeVisible()
  expect(sent).not.toContain('1')
})

test('who may not import sees nothing of it', async ({ page }) => {
  await logInAs(page, 'reader')
  await page.goto('/schools')
  await expect(page.getByRole('link', { name: '学校名录' })).toBeVisible()
  await expect(page.getByRole('link', { name: '数据导入' })).toHaveCount(0)
  await page.goto('/imports')
  await expect(title(page, '数据导入')).toHaveCount(0)
  await expect(page.getByText('这一页不对您开放')).toBeVisible()
})

for (const { width, locale, theme } of [
  { width: 1280, locale: 'zh-CN', theme: 'light' },
  { width: 360, locale: 'en', theme: 'dark' },
])
  test(`no page of imports has a barrier: ${theme}, ${locale}, ${width} px`, async ({ page }) => {
    test.slow()
    const rows = [HEADINGS, school('试验小学', freshCode(), '村小班', '一百')]
    await upload(page, '这是一个名字很长很长的文件（最终版）（改过）2026年秋季学期全县学校台账.csv', gb18030(csv(rows)))
    const id = page.url().split('/').at(-1)
    await page.setViewportSize({ width, height: 800 })
    await page.addInitScript(
      (look) => Object.entries(look).forEach(([key, value]) => localStorage.setItem(key, value)),
      { locale, theme },
    )
    const inspect = async (path: string) => {
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      expect.soft(await barriers(page), path).toEqual([])
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width)
    }
    for (const path of ['/imports', '/imports/new?type=school', '/imports/mappings', `/imports/${id}`]) {
      await page.goto(path)
      await inspect(path)
    }
    await page.locator('.column-table button').nth(3).click()
    await expect(page.locator('.column-drawer')).toBeVisible()
    await inspect('tune')
    await page.keyboard.press('Escape')
    await page.locator('.step-actions .el-button--primary').click()
    await expect(page.locator('.error-block')).toBeVisible()
    await inspect('checked')
    await page.goto(`/imports/${id}/history`)
    await inspect('history')
  })

test('a bundle: its files with their states, the error in its own row, written, taken back', async ({ page }) => {
  const name = freshName('整县')
  const unit = `Q${Math.floor(Math.random() * 90_000_000) + 10_000_000}`
  const units = [
    ['单位名称', '单位类别', '单位代码', '上级单位'],
    [`${name}学区`, '学区', unit, district],
  ]
  const head = ['学校名称', '学校标识码', '上级单位', '办学类型', '举办者性质']
  const schools = [
    head,
    [`${name}小学`, freshCode(), unit, '小学', '公办'],
    [`${name}中学`, freshCode('31'), '没有这个', '初级中学', '公办'],
  ]
  const members = [
    { file: '学校.csv', type: 'school', references: { parent: 'code' } },
    { file: '单位.csv', type: 'unit' },
  ]
  const manifest = JSON.stringify({ format: 'qinglian.bundle/1', members })
  const buffer = zip({ 'manifest.json': manifest, '学校.csv': csv(schools), '单位.csv': csv(units) })

  await page.goto('/imports/new')
  await page.getByRole('radio', { name: /^整县数据包/ }).check()
  await page.getByLabel('选文件').setInputFiles({ name: '县.zip', mimeType: 'application/zip', buffer })
  await expect(page.getByText('先打开、按清单逐个检查')).toBeVisible()
  await page.getByRole('button', { name: '检查', exact: true }).click()
  const files = page
    .getByRole('region', { name: '包里的文件' })
    .or(page.getByRole('table', { name: '包里的文件' }))
    .first()
  await expect(page.getByRole('button', { name: '写入 2 行' })).toBeVisible({ timeout: 30_000 })
  await expect(files.getByRole('row').nth(1)).toContainText('单位.csv')
  await expect(files.getByRole('row').nth(2)).toContainText('有错误 1')
  expect(await barriers(page)).toEqual([])
  const address = page.url()

  await page.getByRole('link', { name: '学校.csv' }).click()
  const row = page.locator('.sent-row')
  await expect(row).toContainText(`${name}中学`)
  await expect(row.locator('.wrong')).toContainText('没有这个')
  await page.goto(address)
  await page.getByRole('button', { name: '写入 2 行' }).click()
  await expect(page.getByText('写入了 2 行，有错误的没有写。')).toBeVisible({ timeout: 30_000 })
  await rollBack(page)
})
