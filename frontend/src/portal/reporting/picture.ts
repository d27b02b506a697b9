/** The receipt as a picture, made on the page itself, for the phone's album. */
export function savePicture(lines: string[], name: string): void {
  const canvas = document.createElement('canvas')
  canvas.width = 720
  canvas.height = 120 + lines.length * 72
  const paper = canvas.getContext('2d') as CanvasRenderingContext2D
  paper.fillStyle = '#fff'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.fillStyle = '#18211f'
  paper.textAlign = 'center'
  lines.forEach((line, at) => {
    paper.font = at ? '30px sans-serif' : '600 46px monospace'
    paper.fillText(line, canvas.width / 2, 110 + at * 72, canvas.width - 40)
  })
  canvas.toBlob((blob) => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob as Blob)
    link.download = name
    link.click()
    URL.revokeObjectURL(link.href)
  })
}
