import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf } from '../../tensor/index.js'
import type { PlotError } from '../error.js'
import { installedAssets, missing, type PictureAssets } from './assets.js'

/** A picture, as pixels and as the bytes of a PNG file. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly pixels: Uint8Array
  readonly png: () => Uint8Array
}

type Rasteriser = typeof import('@resvg/resvg-wasm')

interface Workshop {
  readonly rasteriser: Rasteriser
  readonly fonts: readonly Uint8Array[]
}

/** More than a picture of 8,000 x 8,000 pixels is a mistake, and would take the rasteriser's memory. */
const mostPixels = 64_000_000

const start = async ({ wasm, fonts }: PictureAssets): Promise<Workshop> => {
  const rasteriser = await import('@resvg/resvg-wasm')
  try {
    await rasteriser.initWasm(wasm instanceof Uint8Array ? new Uint8Array(wasm) : wasm)
  } catch (thrown) {
    // The program is one for the whole process, and may have been started by someone else.
    if (!messageOf(thrown).startsWith('Already initialized')) throw thrown
  }
  return { rasteriser, fonts }
}

let installed: Promise<Workshop> | undefined

const theWorkshop = (assets: PictureAssets | undefined): Promise<Workshop> => {
  if (assets !== undefined) return start(assets)
  installed ??= installedAssets().then(start)
  return installed
}

const family = 'DejaVu Sans'

const paint = ({ rasteriser, fonts }: Workshop, svg: string, zoom: number): E.Either<PlotError, Picture> => {
  const problem = (text: string): E.Either<PlotError, never> => E.left({ _tag: 'PictureError', problem: text })
  try {
    // The rasteriser knows the older of the two words for hard edges of pixels, and would take the later one for neither.
    const drawing = new rasteriser.Resvg(svg.replaceAll('image-rendering: pixelated;', ''), {
      fitTo: { mode: 'zoom', value: zoom },
      font: {
        fontBuffers: [...fonts],
        defaultFontFamily: family,
        sansSerifFamily: family,
        serifFamily: family,
        monospaceFamily: family,
      },
    })
    const size = Math.ceil(drawing.width * zoom) * Math.ceil(drawing.height * zoom)
    if (!(size <= mostPixels)) return problem(`${size} pixels are more than ${mostPixels}`)
    const image = drawing.render()
    const picture = { width: image.width, height: image.height, pixels: image.pixels, bytes: image.asPng() }
    image.free()
    drawing.free()
    return E.right({ ...picture, png: () => picture.bytes })
  } catch (thrown) {
    return problem(messageOf(thrown))
  }
}

/** A drawing as a picture, `scale` pixels for one of the drawing's. */
export const pictureOf =
  (svg: string, scale: number, assets?: PictureAssets): TaskEither<PlotError, Picture> =>
  async () => {
    let workshop: Workshop
    try {
      workshop = await theWorkshop(assets)
    } catch (thrown) {
      return E.left(missing('the rasteriser or its font', thrown))
    }
    return paint(workshop, svg, scale)
  }
