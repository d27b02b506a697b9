/** One file per domain; its name is the first part of its keys: `accounts.json` → `$t('accounts.title')`. */
export const named = (files: Record<string, Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(files).map(([path, messages]) => [path.slice(2, -5), messages]))
