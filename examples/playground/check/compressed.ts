/** The longest text that an address is read as, in UTF-16 units; a link may not make the page unpack more. */
export const longestCode = 20_000

const through = (
  bytes: Uint8Array,
  stream: ReadableWritablePair<Uint8Array, BufferSource>,
): ReadableStream<Uint8Array> => new Blob([bytes as BlobPart]).stream().pipeThrough(stream as never)

/** A text in letters, digits, `-` and `_`: deflated UTF-8 in base 64. Lone surrogates become U+FFFD. */
export const compressed = async (text: string): Promise<string> => {
  const packed = through(new TextEncoder().encode(text), new CompressionStream('deflate-raw') as never)
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer())
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return letters.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The bytes of a stream, which is left where they are more than `most`: undefined then. */
export const bytesOf = async (stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
}

/** The text that {@link compressed} made these letters of; undefined where they are none of its, or the text is too long. */
export const uncompressed = async (letters: string): Promise<string | undefined> => {
  try {
    const packed = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    )
    const bytes = await bytesOf(through(packed, new DecompressionStream('deflate-raw') as never), 3 * longestCode)
    const text =
      bytes === undefined ? undefined : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text === undefined || text.length > longestCode ? undefined : text
  } catch {
    // Whatever is in an address that is no text: nothing is lost that a reader wrote here.
    return undefined
  }
}
