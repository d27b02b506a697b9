import { expect, fillLogIn, freshName, logInAs, passwordOf, test } from './fixtures'

test('a person logs in and lands on the page they asked for', async ({ page }) => {
  await page.goto('/roles')
  await expect(page).toHaveURL(/\/login\?next=/)
  await fillLogIn(page, 'admin', passwordOf('admin'))
  await expect(page.getByRole('heading', { level: 1, name: '角色与权限' })).toBeVisible()
})

test('a wrong password is refused without saying which half was wrong', async ({ page }) => {
  await page.goto('/login')
  await fillLogIn(page, freshName('nobody'), 'wrong-password')
  await expect(page.getByRole('alert')).toContainText('用户名或密码不对')
})

test('many wrong passwords make the form wait and count down', async ({ page }) => {
  const name = freshName('nobody')
  const fail = () => page.request.post('/api/v1/auth/login', { data: { username: name, password: 'wrong' } })
  await page.goto('/login')
  for (let attempt = 0; attempt < 5; attempt += 1) await fail()
  // Each further failure doubles the wait: 1, 2, 4, then 8 seconds.
  for (const seconds of [1.2, 2.2, 4.2]) {
    await page.waitForTimeout(seconds * 1000)
    await fail()
  }
  await fillLogIn(page, name, 'wrong')
  await expect(page.getByRole('alert')).toContainText(/\d+ 秒后再试/)
  await expect(page.getByRole('button', { name: '登录' })).toBeDisabled()
  await expect(page.getByRole('button', { name: '登录' })).toBeEnabled({ timeout: 20_000 })
})

test('a link to the log-in leads nowhere else', async ({ page }) => {
  await page.goto('/login?next=//example.com/')
  await fillLogIn(page, 'reader', passwordOf('reader'))
  await expect(page).not.toHaveURL(/login/)
  expect(new URL(page.url()).host).toBe(new URL(test.info().project.use.baseURL ?? '').host)
})

test('logging out closes the pages', async ({ page }) => {
  await logInAs(page, 'leader')
  await page.goto('/calendar')
  await page.getByRole('button', { name: /个人菜单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  await page.goto('/calendar')
  await expect(page).toHaveURL(/\/login/)
})

test('the menu holds only what the role opens', async ({ page }) => {
  await logInAs(page, 'clerk')
  await page.goto('/calendar')
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await expect(menu.getByRole('link', { name: '工作日历' })).toBeVisible()
  await expect(menu.getByRole('link', { name: '账号' })).toHaveCount(0)
  await page.goto('/accounts')
  await expect(page.getByRole('heading', { name: '这一页不对您开放' })).toBeVisible()
})

test('a session about to end asks two minutes before', async ({ page }) => {
  await logInAs(page, 'reader')
  await page.clock.install()
  await page.goto('/calendar')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.clock.fastForward('07:58:40')
  await expect(page.getByRole('dialog', { name: '登录快到期了' })).toBeVisible()
})

test('theme and language stay chosen', async ({ page }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: '换成深色' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
