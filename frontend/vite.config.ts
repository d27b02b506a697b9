import { fileURLToPath, URL } from 'node:url'
import VueI18nPlugin from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const api = process.env.QINGLIAN_API ?? 'http://127.0.0.1:8765'

/** The policy the server sends; `npm run preview` sends it too, so that a refusal shows before it ships. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"

/** Most messages are plain text: what the compiler says around each of them is said once for a file. */
const PLAIN = /\{"t":0,"b":\{"t":2,"i":\[\{"t":3\}\],"s":("(?:[^"\\]|\\.)*")\}\}/g
const plainMessages = {
  name: 'plain-messages',
  enforce: 'post' as const,
  transform: (code: string, id: string) =>
    /\/locales\/[^/]+\/\w+\.json$/.test(id)
      ? {
          code: `const plain = (s) => ({ t: 0, b: { t: 2, i: [{ t: 3 }], s } });\n${code.replace(PLAIN, 'plain($1)')}`,
          map: null,
        }
      : undefined,
}

export default defineConfig({
  plugins: [
    vue(),
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    // Messages are compiled here, so that the page needs no compiler (and no `eval`) at run time.
    VueI18nPlugin({ include: path('src/locales/*/*.json'), runtimeOnly: true, dropMessageCompiler: true }),
    plainMessages,
  ],
  resolve: { alias: { '@': path('src') } },
  // An inlined asset is a data: address, which the policy allows for images only.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    manifest: true,
    // A page names its style sheets beforehand, and its scripts name each other: lists of both made a quarter of the entry.
    modulePreload: {
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
    },
  },
  server: { proxy: { '/api': api } },
  preview: { proxy: { '/api': api }, headers: { 'Content-Security-Policy': policy } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], server: { deps: { inline: ['element-plus'] } } },
})
