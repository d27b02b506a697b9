import type { Page } from '@playwright/test'
import { expect, fillLogIn, freshName, logInAs, passwordOf, send, test } from './fixtures'

/** Creates an account through the page and returns its initial password; ends on the account's page. */
async function create(page: Page, username: string, name: string): Promise<string> {
  await page.goto('/accounts')
  await page.getByRole('button', { name: '建账号' }).first().click()
  const drawer = page.getByRole('dialog', { name: '建账号' })
  await drawer.getByLabel('姓名').fill(name)
  await drawer.getByLabel('账号').fill(username)
  await drawer.getByRole('button', { name: '建账号' }).click()
  const shown = page.getByRole('dialog', { name: `${name}的初始密码` })
  const password = await shown.locator('code').innerText()
  await shown.getByRole('button', { name: '记下了' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return password
}

/** The person logs in for the first time, in a browser of their own, and chooses a password. */
async function takeOver(page: Page, username: string, initial: string): Promise<void> {
  const own = await page.context().browser()!.newContext()
  const data = { username, password: initial }
  const session = await (await own.request.post(new URL('/api/v1/auth/login', page.url()).href, { data })).json()
  const changed = await own.request.post(new URL('/api/v1/auth/password', page.url()).href, {
    data: { current_password: initial, new_password: '三月-Spring-River-27' },
    headers: { 'X-CSRF-Token': session.csrf_token },
  })
  expect(changed.status()).toBe(204)
  await own.close()
}

async function grant(page: Page, role: string, unit: RegExp): Promise<void> {
  await page.getByRole('button', { name: '授予角色' }).click()
  const drawer = page.getByRole('dialog', { name: '授予角色' })
  await drawer.getByRole('combobox', { name: '角色' }).fill(role)
  await page.getByRole('option', { name: role, exact: true }).click()
  await drawer.getByRole('combobox', { name: '单位' }).fill('教育局')
  await page.getByRole('option', { name: unit }).first().click()
  await drawer.getByRole('button', { name: /授予$/ }).click()
  await expect(drawer).toBeHidden()
}

test('a newcomer changes the initial password before anything else', async ({ page }) => {
  await logInAs(page, 'admin')
  const username = freshName('newcomer')
  const password = await create(page, username, '覃小满')
  await page.context().clearCookies()
  await page.goto('/login')
  await fillLogIn(page, username, password)
  await expect(page.getByRole('heading', { level: 1, name: '改密码' })).toBeVisible()
  await page.goto('/calendar')
  await expect(page).toHaveURL(/\/password/)

  await page.getByLabel('现在的密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill('short')
  await page.getByLabel('再输一次新密码').fill('short')
  await page.getByRole('button', { name: '改密码' }).click()
  await expect(page.getByText(/至少 12 个字符/)).toBeVisible()
  await expect(page.getByLabel('新密码', { exact: true })).toBeFocused()
  await expect(page.getByLabel('现在的密码')).toHaveValue(password)

  await page.getByLabel('新密码', { exact: true }).fill('三月-Spring-River-27')
  await page.getByLabel('再输一次新密码').fill('三月-Spring-River-27')
  await page.getByRole('button', { name: '改密码' }).click()
  await expect(page.getByText('账号还没有角色')).toBeVisible()
})

test('a sensitive role takes a second person', async ({ page, browser }) => {
  await logInAs(page, 'admin')
  const username = freshName('sensitive')
  const initial = await create(page, username, '韦两人')
  await grant(page, '受理员', /教育局/)
  await takeOver(page, username, initial)
  await expect(page.getByText('等另一人批准').first()).toBeVisible()
  await expect(page.getByRole('button', { name: '批准', exact: true })).toHaveCount(0)

  const second = await browser.newContext()
  const leader = await second.newPage()
  await logInAs(leader, 'leader')
  await leader.goto(page.url())
  await leader.getByRole('button', { name: '批准', exact: true }).click()
  await expect(leader.getByText('已批准韦两人任受理员')).toBeVisible()
  await expect(leader.getByText('生效')).toBeVisible()
  await second.close()

  await page.reload()
  await page.getByRole('button', { name: '收回' }).click()
  await page.getByRole('dialog', { name: '收回韦两人的受理员？' }).getByRole('button', { name: '收回' }).click()
  await expect(page.getByText('还没有角色')).toBeVisible()
})

test('an ordinary role counts at once, and its revocation can be undone', async ({ page }) => {
  await logInAs(page, 'admin')
  await create(page, freshName('officer'), '蒙一人')
  await grant(page, '股室人员', /教育局/)
  await expect(page.getByText('生效')).toBeVisible()
  await page.getByRole('button', { name: '收回' }).click()
  await expect(page.getByText('已收回蒙一人的股室人员')).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(page.getByText('生效')).toBeVisible()
})

test('an account is linked to somebody of the staff list, told on both pages, and unlinked', async ({
  page,
  browser,
}) => {
  await logInAs(page, 'clerk')
  const { grants } = await (await page.request.get('/api/v1/auth/session')).json()
  const name = freshName('蓝').replace(/-/g, '')
  const person = await send(page, 'POST', 'persons', { name, kind: 'teacher', unit_id: grants[0].unit.id })
  await logInAs(page, 'admin')
  const username = freshName('linked')
  await create(page, username, name)
  const drawer = page.getByRole('dialog', { name: '改姓名、人员' })
  const rewrite = async () => {
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '改姓名、人员' }).click()
  }
  await rewrite()
  await drawer.getByRole('combobox', { name: '对应人员' }).fill(name)
  await page.getByRole('option', { name: `${name} · ${grants[0].unit.name}` }).click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer).toBeHidden()
  await expect(page.getByText('对应人员：')).toContainText(`${name} · ${grants[0].unit.name}`)

  // Administrators do not read the staff list; the leader reads both pages.
  await expect(page.getByRole('link', { name })).toHaveCount(0)
  const second = await browser.newContext()
  const leader = await second.newPage()
  await logInAs(leader, 'leader')
  await leader.goto(page.url())
  await leader.getByRole('link', { name, exact: true }).click()
  await expect(leader).toHaveURL(new RegExp(`/people/${person.id}$`))
  await leader.getByRole('region', { name: '登录账号' }).getByRole('link', { name: username }).click()
  await expect(leader.getByText('对应人员：')).toBeVisible()

  await rewrite()
  await drawer.locator('.el-select').hover()
  await drawer.locator('.el-select__clear').click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(drawer).toBeHidden()
  await expect(page.getByText('对应人员：')).toHaveCount(0)
  await leader.goto(`/people/${person.id}`)
  await expect(leader.getByRole('region', { name: '登录账号' })).toContainText('没有账号，不能登录')
  await second.close()
})

test('a disabled account cannot log in until it is enabled again', async ({ page }) => {
  await logInAs(page, 'admin')
  const username = freshName('away')
  const password = await create(page, username, '谭停用')
  await page.getByRole('button', { name: '停用' }).click()
  await expect(page.getByText('谭停用的账号已停用')).toBeVisible()
  const refused = await page.request.post('/api/v1/auth/login', {
    data: { username, password },
  })
  expect(refused.status()).toBe(401)
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(page.getByRole('button', { name: '停用' })).toBeVisible()
})

test('a reset password is shown once and replaces the old one', async ({ page }) => {
  await logInAs(page, 'admin')
  const first = await create(page, freshName('forgot'), '罗忘记')
  await page.getByRole('button', { name: '重置密码' }).click()
  await page.getByRole('dialog', { name: '重置罗忘记的密码？' }).getByRole('button', { name: '重置密码' }).click()
  const shown = page.getByRole('dialog', { name: '罗忘记的初始密码' })
  expect(await shown.locator('code').innerText()).not.toBe(first)
  await shown.getByRole('button', { name: '复制' }).click()
  await expect(shown.getByRole('button', { name: '已复制' })).toBeVisible()
})

test('a bad user name is marked at its field and nothing is lost', async ({ page }) => {
  await logInAs(page, 'admin')
  await page.goto('/accounts')
  await page.getByRole('button', { name: '建账号' }).first().click()
  const drawer = page.getByRole('dialog', { name: '建账号' })
  await drawer.getByLabel('姓名').fill('周大写')
  await drawer.getByLabel('账号').fill('1 WRONG')
  await drawer.getByRole('button', { name: '建账号' }).click()
  await expect(drawer.getByText(/用户名 3 到 32 位/)).toBeVisible()
  await expect(drawer.getByLabel('账号')).toBeFocused()
  await expect(drawer.getByLabel('姓名')).toHaveValue('周大写')
})

test('a session that ends in mid-work is renewed above the page', async ({ page }) => {
  await logInAs(page, 'admin')
  await page.goto('/accounts')
  await page.getByRole('button', { name: '建账号' }).first().click()
  const drawer = page.getByRole('dialog', { name: '建账号' })
  await drawer.getByLabel('姓名').fill('黄不丢')
  await drawer.getByLabel('账号').fill(freshName('kept'))
  await page.context().clearCookies()
  await drawer.getByRole('button', { name: '建账号' }).click()
  const again = page.getByRole('dialog', { name: '再登录一次' })
  await again.getByLabel('密码').fill(passwordOf('admin'))
  await again.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('dialog', { name: '黄不丢的初始密码' })).toBeVisible()
})

test('filters live in the address', async ({ page }) => {
  await logInAs(page, 'admin')
  await page.goto('/accounts')
  await page.getByRole('searchbox', { name: '姓名或账号' }).fill('admin')
  await expect(page).toHaveURL(/q=admin/)
  await page.reload()
  await expect(page.getByRole('searchbox', { name: '姓名或账号' })).toHaveValue('admin')
  await page.getByRole('button', { name: '清除条件' }).click()
  await expect(page).not.toHaveURL(/q=/)
})
