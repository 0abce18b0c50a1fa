/** Widths of the characters from space to tilde, in hundredths of the font's size: DejaVu Sans, from its own tables. */
const regular: readonly number[] = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
  69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
  82, 59, 59, 52, 64, 34, 64, 84,
]

const bold: readonly number[] = [
  35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84,
  84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72,
  73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65,
  92, 65, 65, 58, 71, 37, 71, 84,
]

/** Of any other character: the width of most mathematical signs. Ideographs are as wide as the font is high. */
const other = 84
const wide = 100
const firstWide = 0x2e80

const widthOf = (code: number, table: readonly number[]): number =>
  code >= firstWide ? wide : (table[code - 0x20] ?? (code >= 0x300 && code < 0x370 ? 0 : other))

/** How long a text is, in pixels: the same on every machine, whatever fonts it has. */
export const textWidth = (text: string, fontSize: number, isBold: boolean): number => {
  const table = isBold ? bold : regular
  return (
    (Array.from(text).reduce((sum, each) => sum + widthOf(each.codePointAt(0) as number, table), 0) * fontSize) / 100
  )
}
