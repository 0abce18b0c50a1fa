const scratch = new DataView(new ArrayBuffer(8))
const utf8 = new TextEncoder()

/** A byte string under construction. */
export class Bytes {
  #data = new Uint8Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  #reserve(count: number): number {
    const start = this.#length
    this.#length += count
    if (this.#length > this.#data.length) this.#grow(this.#length)
    return start
  }

  #grow(length: number): void {
    const larger = new Uint8Array(Math.max(length, 2 * this.#data.length))
    larger.set(this.#data)
    this.#data = larger
  }

  byte(value: number): this {
    if (this.#length === this.#data.length) this.#grow(this.#length + 1)
    this.#data[this.#length++] = value
    return this
  }

  /** An unsigned integer below 2^53 as LEB128. */
  unsigned(value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80)
    return this.byte(rest)
  }

  /** A signed integer of at most 64 bits as LEB128. */
  signed(value: number | bigint): this {
    if (typeof value === 'number') return this.#signed32(value)
    let rest = value
    for (;;) {
      const septet = Number(rest & 0x7fn)
      rest >>= 7n
      if (rest === (septet & 0x40 ? -1n : 0n)) return this.byte(septet)
      this.byte(septet | 0x80)
    }
  }

  #signed32(value: number): this {
    let rest = value | 0
    for (;;) {
      const septet = rest & 0x7f
      rest >>= 7
      if (rest === (septet & 0x40 ? -1 : 0)) return this.byte(septet)
      this.byte(septet | 0x80)
    }
  }

  float32(value: number): this {
    scratch.setFloat32(0, value, true)
    return this.#copyScratch(4)
  }

  float64(value: number): this {
    scratch.setFloat64(0, value, true)
    return this.#copyScratch(8)
  }

  #copyScratch(count: number): this {
    const at = this.#reserve(count)
    for (let index = 0; index < count; index++) this.#data[at + index] = scratch.getUint8(index)
    return this
  }

  append(bytes: Uint8Array): this {
    const at = this.#reserve(bytes.length)
    this.#data.set(bytes, at)
    return this
  }

  /** A string or byte string preceded by its length. */
  prefixed(content: string | Uint8Array): this {
    const bytes = typeof content === 'string' ? utf8.encode(content) : content
    return this.unsigned(bytes.length).append(bytes)
  }

  /** What has been written so far. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#data.subarray(0, this.#length)
  }
}
