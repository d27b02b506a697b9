// Runs before the first paint, so that neither the theme nor the language flashes. The keys are read again in src/app.
try {
  const theme = localStorage.getItem('theme')
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.classList.toggle('dark', dark)
  document.documentElement.lang = localStorage.getItem('locale') ?? 'zh-CN'
} catch {
  // Storage may be forbidden; the page then opens light and in Chinese.
}
