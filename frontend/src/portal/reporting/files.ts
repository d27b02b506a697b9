import type { Words } from '../words.zh'

/** Why a file is not taken; empty when it is. */
export function fileFault(file: File, types: string[], most: number, words: Words): string {
  const ending = file.name.split('.').pop()?.toLowerCase() ?? ''
  if (!types.includes(ending)) return words.report.fileType(types.join('、'))
  if (!file.size) return words.report.fileEmpty
  return file.size > most ? words.report.fileLarge(Math.floor(most / 2 ** 20)) : ''
}

/** The content in Base64, as it travels. */
export function base64(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).split(',', 2)[1] ?? '')
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(file)
  })
}

/** Sizes as people read them. */
export const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1)
