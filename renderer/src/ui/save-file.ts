/** A download has its own hold on the bytes once it has begun; a slow start is given this long. */
const BEGINS_WITHIN_MS = 10_000

/**
 * Hands a text to the reader as a file: a browser downloads it, the desktop asks where to. Whether it was
 * kept is never told.
 */
export function saveFile(fileName: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(address)
  }, BEGINS_WITHIN_MS)
}
