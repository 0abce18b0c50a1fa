/** An image as bytes: one for grey, three for red, green and blue, row by row from above. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly bytes: Uint8Array
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let code = index
  for (let bit = 0; bit < 8; bit++) code = code & 1 ? 0xedb88320 ^ (code >>> 1) : code >>> 1
  return code >>> 0
})

/** The check of a chunk: https://www.w3.org/TR/png-3/#5CRC-algorithm */
const crc = (bytes: Uint8Array): number => {
  let state = 0xffffffff
  for (const byte of bytes) state = crcTable[(state ^ byte) & 0xff] ^ (state >>> 8)
  return ~state >>> 0
}

/** The check of a zlib stream: RFC 1950. */
const adler = (bytes: Uint8Array): number => {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

const uint32 = (value: number): readonly number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
]

const joined = (parts: readonly ArrayLike<number>[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const chunk = (name: string, body: Uint8Array): Uint8Array => {
  const named = joined([Array.from(name, (letter) => letter.charCodeAt(0)), body])
  return joined([uint32(body.length), named, uint32(crc(named))])
}

const largestBlock = 0xffff

/** A zlib stream of blocks that are stored as they are (RFC 1951): images of figures are small, and nothing else is needed. */
const stored = (bytes: Uint8Array): Uint8Array => {
  const blocks = Math.max(1, Math.ceil(bytes.length / largestBlock))
  const parts = Array.from({ length: blocks }, (_, index) => {
    const body = bytes.subarray(index * largestBlock, (index + 1) * largestBlock)
    const { length } = body
    const header = [index === blocks - 1 ? 1 : 0, length & 255, length >>> 8, ~length & 255, (~length >>> 8) & 255]
    return joined([header, body])
  })
  return joined([[0x78, 0x01], ...parts, uint32(adler(bytes))])
}

/** The bytes of a PNG file with 8 bits for each channel. */
export const pngOf = ({ width, height, channels, bytes }: Bitmap): Uint8Array => {
  const stride = width * channels
  const lines = new Uint8Array(height * (stride + 1))
  for (let row = 0; row < height; row++)
    lines.set(bytes.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1)
  const header = Uint8Array.from([...uint32(width), ...uint32(height), 8, channels === 1 ? 0 : 2, 0, 0, 0])
  const signature = [137, 80, 78, 71, 13, 10, 26, 10]
  return joined([signature, chunk('IHDR', header), chunk('IDAT', stored(lines)), chunk('IEND', new Uint8Array())])
}

/** Bytes in the letters of base 64. */
export const base64 = (bytes: Uint8Array): string => {
  const pieces: string[] = []
  // As many at a time as a call takes arguments on every engine.
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return btoa(pieces.join(''))
}

/** An image written out as an address. */
export const dataUrl = (bitmap: Bitmap): string => `data:image/png;base64,${base64(pngOf(bitmap))}`
