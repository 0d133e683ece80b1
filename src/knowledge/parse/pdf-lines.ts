/** A run of text as pdf.js gives it: `transform` is the matrix whose last two numbers are its place in points. */
export interface PdfRun {
  str: string
  transform: number[]
  height: number
  width: number
  hasEOL: boolean
}

/** A line of a page: its text, the size of its letters and its distance to the line above, in points. */
export interface PdfLine {
  text: string
  size: number
  gapAbove: number
}

/** The runs of a page, in the order of the file, put together to lines. */
export function linesOfPage(runs: readonly PdfRun[]): PdfLine[] {
  const lines: PdfLine[] = []
  let open: { text: string; size: number; y: number; right: number } | undefined
  let lastY: number | undefined
  const close = () => {
    const text = open?.text.replace(/\s+/g, ' ').trim()
    if (open && text) {
      lines.push({ text, size: open.size, gapAbove: lastY === undefined ? 0 : Math.abs(lastY - open.y) })
      lastY = open.y
    }
    open = undefined
  }
  for (const run of runs) {
    const x = run.transform[4] ?? 0
    const y = run.transform[5] ?? 0
    const size = sizeOf(run)
    if (open && Math.abs(open.y - y) > Math.max(open.size, size) * 0.6) close()
    if (run.str !== '') {
      open ??= { text: '', size, y, right: x }
      const apart = open.text !== '' && x - open.right > size * 0.25 && !open.text.endsWith(' ')
      open.text += (apart ? ' ' : '') + run.str
      if (run.str.trim() !== '') open.size = Math.max(open.size, size)
      open.right = x + run.width
    }
    if (run.hasEOL) close()
  }
  close()
  return lines
}

function sizeOf(run: PdfRun): number {
  const [a = 0, b = 0] = run.transform
  return Math.round((run.height || Math.hypot(a, b)) * 10) / 10
}
