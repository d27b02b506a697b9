import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** The public pages: an entry, and a folder, of their own, so that a public process serves nothing of the staff's. */
export default defineConfig({
  root: path('src/portal'),
  base: '/portal/',
  publicDir: false,
  plugins: [vue()],
  resolve: { alias: { '@': path('src') } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    // Phones that are years old: what they lack is lowered here, and looked for by portal.check.mjs.
    target: 'chrome86',
    cssTarget: 'chrome86',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    outDir: path('dist/portal'),
    emptyOutDir: true,
  },
})
