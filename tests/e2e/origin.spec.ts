import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join, resolve } from 'node:path'
import { expect, fillLogIn, passwordOf, test } from './fixtures'

/** The built SPA on another origin of the same site, by a web server that knows nothing of the API. */
const dist = resolve('dist')
const port = Number(process.env.E2E_PORT) + 1
const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

let server: Server

test.beforeAll(({ baseURL }) => {
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${baseURL}`
  server = createServer((request, reply) => {
    void (async () => {
      const path = new URL(request.url ?? '/', 'http://x').pathname
      reply.setHeader('Content-Security-Policy', policy)
      if (path === '/config.json') {
        reply.setHeader('Content-Type', 'application/json')
        reply.end(JSON.stringify({ api: baseURL }))
        return
      }
      const file = extname(path) ? path : '/index.html'
      reply.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
      reply.end(await readFile(join(dist, file)))
    })()
  }).listen(port, '127.0.0.1')
})

test.afterAll(() => server.close())

test('the SPA works from another origin of the same site, changes included', async ({ page }) => {
  await page.goto(`http://127.0.0.1:${port}/login`)
  await fillLogIn(page, 'officer', passwordOf('officer'))
  await expect(page).not.toHaveURL(/login/)
  await page.goto(`http://127.0.0.1:${port}/schools?q=流云`)
  await expect(page.getByRole('link', { name: /流云㘭/ }).first()).toBeVisible()
  const ended = page.waitForResponse((answer) => answer.url().endsWith('/auth/logout'))
  await page.getByRole('button', { name: /个人菜单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  expect((await ended).status()).toBe(204)
  await expect(page).toHaveURL(/\/login/)
})
