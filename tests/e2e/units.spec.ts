import { expect, freshName, logInAs, test } from './fixtures'

test('the tree is walked with the keys alone', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/units')
  const tree = page.getByRole('tree', { name: '组织树' })
  const bureau = tree.getByRole('treeitem', { name: /^锦岚县教育局/ })
  await bureau.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(bureau).toHaveAttribute('aria-expanded', 'false')
  await expect(tree.getByRole('treeitem')).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/units\/[0-9a-f-]{36}/)
  await expect(tree.getByRole('treeitem').last()).toHaveAttribute('aria-selected', 'true')
})

test('a unit leads to its schools, as many as it says', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/units')
  await page.getByLabel('查单位名称、代码').fill('南浦')
  await page.getByRole('treeitem', { name: /^南浦学区/ }).click()
  const link = page.getByRole('link', { name: /看这 \d+ 所学校/ })
  const count = (await link.innerText()).replace(/\D/g, '')
  await link.click()
  await expect(page.getByRole('list', { name: '已选条件' })).toContainText('南浦学区')
  await expect(page.getByText(`${count} 条`, { exact: true })).toBeVisible()
})

test('a section is made, renamed, and its name taken back', async ({ page }) => {
  const name = `${freshName('股')}股`
  await logInAs(page, 'officer')
  await page.goto('/units')
  await page.getByRole('button', { name: '新建下级单位' }).click()
  const drawer = page.getByRole('dialog', { name: /下新建/ })
  await drawer.getByRole('button', { name: '新建' }).click()
  await expect(drawer.getByLabel('名称', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.getByRole('button', { name: '新建' }).click()
  await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible()

  await page.getByRole('button', { name: '改名' }).click()
  const rename = page.getByRole('dialog', { name: /的名称/ })
  await rename.getByLabel('名称', { exact: true }).fill(`${name}室`)
  await rename.getByRole('button', { name: '改名' }).click()
  await expect(page.getByRole('heading', { level: 2, name: `${name}室`, exact: true })).toBeVisible()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible()
  await expect(page.locator('.timeline > li')).toHaveCount(3)
})

test('who may not manage units sees no way to', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/units')
  await expect(page.getByRole('tree')).toBeVisible()
  await expect(page.getByRole('button', { name: '新建下级单位' })).toHaveCount(0)
})
