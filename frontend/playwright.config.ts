import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

const given = process.env.E2E_BASE_URL
/** The SPA on another origin takes the port above. */
process.env.E2E_PORT ??= '8765'
const base = given ?? `http://127.0.0.1:${process.env.E2E_PORT}`
/** JSON {user name: password} of the demo county's log-ins; written by the server that the journeys start. */
process.env.E2E_ACCOUNTS ??= resolve('../var/e2e/demo-logins.json')
/** The browser without its windows needs half the time. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: './test-results',
  reporter: 'line',
  workers: 2,
  // A busy machine may be too slow once; what fails twice is broken.
  retries: 1,
  fullyParallel: true,
  timeout: 120_000,
  // The journeys also run on small, busy machines.
  expect: { timeout: 15_000 },
  use: {
    baseURL: base,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    // Recording costs more than the journey itself; the second try shows what is broken.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env.E2E_CHROMIUM ?? browsers.find(existsSync),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
  webServer: given
    ? undefined
    : {
        command: '../tests/e2e/serve.sh',
        url: `${base}/readyz`,
        timeout: 180_000,
        reuseExistingServer: false,
        // What the server holds against itself, beside the journey that met it.
        stdout: 'pipe',
        // Killed outright, as is the default, it would leave its database behind.
        gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
      },
})
