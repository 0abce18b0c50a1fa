/** An image as a file has it: rows from the top, channels gray, gray and alpha, RGB, or RGBA, in turn. */
export interface Raster {
  readonly height: number
  readonly width: number
  readonly channels: 1 | 2 | 3 | 4
  /** What stands for full intensity: 255 or 65535. */
  readonly full: 255 | 65535
  /** `height * width * channels` samples from 0 to `full`. */
  readonly samples: Uint8Array | Uint16Array
}

/** The most pixels of an image where no limit is given: 2^25. */
export const defaultMaxPixels = 2 ** 25
