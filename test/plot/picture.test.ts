import { ArgumentError, tensor } from 'cotangent'
import { figure, lines, scatter, toHtml, toNotebook, toPng, toTerminal } from 'cotangent/plot'
import fc from 'fast-check'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { base64, pngOf } from '../../src/plot/bitmap.js'
import { brailleDots, color256, halfBlocks } from '../../src/plot/render/blocks.js'
import { pictureOf } from '../../src/plot/render/picture.js'
import { differing, left, pixelsOf, right, svgOf } from './support.js'

const points = scatter(
  tensor([
    [0, 1],
    [2, 3],
    [1, 1],
  ]),
  { labels: [0, 1, 1], title: 'Points', width: 120, height: 80 },
)

describe('a PNG file', () => {
  it('has the size of the drawing, times the scale', async () => {
    const [once, thrice] = await Promise.all([1, 3].map((scale) => right(toPng(points, { scale }))))
    const [small, large] = [pixelsOf(once), pixelsOf(thrice)]
    expect(large.width).toBe(3 * small.width)
    expect(large.height).toBe(3 * small.height)
  })

  it('shows its texts, on a machine without fonts', async () => {
    const svg = await svgOf(points)
    const without = svg.replace(/<text[^>]*>[^<]*<\/text>/g, '')
    const [withText, blank] = await Promise.all([svg, without].map((each) => right(pictureOf(each, 1))))
    // Seven letters of the title and some twenty more elsewhere, none of fewer than ten pixels.
    expect(differing(withText.png(), blank.png())).toBeGreaterThan(250)
  })

  it('sets the title in bold and the rest not', async () => {
    const title = '<text x="10" y="20" font-family="DejaVu Sans, Verdana, sans-serif" font-size="14"'
    const page = (weight: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="30">${title} font-weight="${weight}">Title</text></svg>`
    const inked = async (weight: string) => {
      const { pixels } = await right(pictureOf(page(weight), 1))
      return pixels.reduce((sum, value, at) => (at % 4 === 3 ? sum + value : sum), 0)
    }
    expect(await inked('bold')).toBeGreaterThan(1.2 * (await inked('normal')))
  })

  it('shows points in the colours of their classes', async () => {
    const { data, channels } = pixelsOf(await right(toPng(points, { scale: 1 })))
    const pixels = Array.from({ length: data.length / channels }, (_, at) =>
      data.subarray(at * channels, at * channels + 3),
    )
    const reds = pixels.filter(([red, green, blue]) => red > 180 && green < 180 && blue < 180)
    const blues = pixels.filter(([red, green, blue]) => blue > 180 && red < 180 && green < 190)
    // Two points of 100 square pixels are red and one is blue, and the legend has one of each.
    expect(reds.length).toBeGreaterThan(1.5 * blues.length)
    expect(blues.length).toBeGreaterThan(60)
  })

  it('is not made with a scale out of range, nor of a figure without end', async () => {
    for (const scale of [0, -1, 21, Number.NaN]) expect(() => toPng(points, { scale })).toThrow(ArgumentError)
    const endless = figure({ mark: 'point', data: { values: [{}] }, width: 20_000, height: 20_000 })
    expect(await left(toPng(endless, { scale: 1 }))).toMatchObject({ _tag: 'PictureError' })
    expect(await left(toPng(figure({})))).toMatchObject({ _tag: 'GrammarError' })
  })
})

describe('an image as bytes', () => {
  it('is read by others as it was written', () => {
    const bitmaps = fc
      .record({
        width: fc.integer({ min: 1, max: 40 }),
        height: fc.integer({ min: 1, max: 40 }),
        colored: fc.boolean(),
      })
      .chain(({ width, height, colored }) => {
        const channels = colored ? (3 as const) : (1 as const)
        const length = width * height * channels
        return fc
          .uint8Array({ minLength: length, maxLength: length })
          .map((bytes) => ({ width, height, channels, bytes }))
      })
    fc.assert(
      fc.property(bitmaps, (bitmap) => {
        const { width, height, channels, data } = decode(pngOf(bitmap), { checkCrc: true })
        expect({ width, height, channels, bytes: Uint8Array.from(data) }).toEqual({
          ...bitmap,
          bytes: Uint8Array.from(bitmap.bytes),
        })
      }),
    )
  })

  it('may be longer than one block', () => {
    const bytes = Uint8Array.from({ length: 300 * 300 }, (_, at) => at % 251)
    expect(decode(pngOf({ width: 300, height: 300, channels: 1, bytes }), { checkCrc: true }).data).toEqual(bytes)
  })

  it('is written in the letters of base 64', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => at % 256)
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  })
})

describe('in a terminal', () => {
  const image = (rows: readonly (readonly (readonly number[])[])[]) => ({
    width: rows[0].length,
    height: rows.length,
    pixels: rows.flat(2),
  })
  const red = [255, 0, 0, 255]
  const blue = [0, 0, 255, 255]
  const clear = [0, 0, 0, 0]

  it('two pixels make a character, in the colours of both', () => {
    expect(halfBlocks(image([[red], [blue]]), 'full')).toBe('\u001b[38;2;255;0;0;48;2;0;0;255m\u2580\u001b[0m')
    expect(halfBlocks(image([[red], [blue]]), '256')).toBe('\u001b[38;5;196;48;5;21m\u2580\u001b[0m')
    // What is missing or transparent is white paper.
    expect(halfBlocks(image([[clear]]), 'full')).toBe('\u001b[38;2;255;255;255;48;2;255;255;255m\u2580\u001b[0m')
    expect(halfBlocks(image([[red, red]]), '256').split('\u2580')).toHaveLength(3)
  })

  it('256 colours are the nearest ones', () => {
    expect(
      [
        [0, 0, 0],
        [255, 255, 255],
        [95, 135, 175],
        [128, 128, 128],
      ].map((each) => color256(each as never)),
    ).toEqual([16, 231, 67, 244])
  })

  it('eight dots make a character, where pixels are dark', () => {
    const dark = (bits: readonly number[]) =>
      image(
        [0, 1, 2, 3].map((row) => [0, 1].map((column) => (bits.includes(2 * row + column) ? [0, 0, 0, 255] : clear))),
      )
    expect(brailleDots(dark([]), 'none')).toBe('\u2800')
    expect(brailleDots(dark([0, 1, 2, 3, 4, 5, 6, 7]), 'none')).toBe('\u28ff')
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((bit) => brailleDots(dark([bit]), 'none').charCodeAt(0) - 0x2800)).toEqual([
      1, 8, 2, 16, 4, 32, 64, 128,
    ])
    expect(brailleDots(image([[red]]), 'full')).toBe('\u001b[38;2;255;40;40m\u2801\u001b[0m')
    expect(brailleDots(dark([0]), 'full')).toBe('\u001b[39m\u2801\u001b[0m')
  })

  const curve = lines({ loss: [3, 2, 1] }, { width: 200, height: 100 })

  it('a figure is as wide as told', async () => {
    const text = await right(toTerminal(curve, { columns: 40 }))
    const rows = text.split('\n')
    expect(rows.length).toBeGreaterThan(8)
    for (const row of rows) expect(row.split('\u2580').length - 1).toBe(40)
    const dots = (await right(toTerminal(curve, { columns: 40, color: 'none' }))).split('\n')
    for (const row of dots) expect(row).toMatch(/^[\u2800-\u28ff]{40}$/)
    expect(dots.join('').replaceAll('\u2800', '').length).toBeGreaterThan(20)
  })

  it('terminals that show pictures get them in their own way', async () => {
    for (const options of [{ color: 'none' }, { color: '256' }, { protocol: 'dots' }] as const)
      for (const rows of [5, 6, 13])
        expect((await right(toTerminal(curve, { columns: 200, rows, ...options }))).split('\n')).toHaveLength(rows)
    const kitty = await right(toTerminal(curve, { protocol: 'kitty', columns: 50 }))
    const pieces = kitty
      .split('\u001b\\')
      .slice(0, -1)
      .map((piece) => /_G([^;]*);(.*)$/.exec(piece) ?? [])
    expect(pieces.map(([piece]) => `\u001b${piece}\u001b\\`).join('')).toBe(kitty)
    expect(pieces[0][1]).toMatch(/^a=T,f=100,c=50,q=2,m=[01]$/)
    expect(pieces.map(([, control]) => control.at(-1))).toEqual([...pieces.slice(1).map(() => '1'), '0'])
    const png = Buffer.from(pieces.map(([, , letters]) => letters).join(''), 'base64')
    expect(decode(png).width).toBeGreaterThan(200)
    const iterm = await right(toTerminal(curve, { protocol: 'iterm', columns: 50 }))
    const start = '\u001b]1337;File=inline=1;width=50;preserveAspectRatio=1;size='
    expect(iterm.startsWith(start) && iterm.endsWith('\u0007')).toBe(true)
    const [size, letters] = iterm.slice(start.length, -1).split(':')
    expect(Buffer.from(letters, 'base64')).toHaveLength(Number(size))
  })

  it.each([
    { columns: 9 },
    { rows: 4 },
    { rows: 7.5 },
    { columns: 1001 },
    { columns: 20.5 },
    { color: 'some' },
    { protocol: 'toString' },
  ])('%j is refused', (options) => {
    expect(() => toTerminal(curve, options as never)).toThrow(ArgumentError)
  })
})

describe('elsewhere', () => {
  const hostile = lines({ y: [1, 2] }, { title: '</script><script>alert(1)</script>&', width: 50, height: 50 })

  it('a page stands for itself', async () => {
    const page = await right(toHtml(hostile))
    expect(page).not.toMatch(/<script>|src=|@import|<link/)
    expect([...page.matchAll(/https?:\/\/[^"\s<]+/g)].map(([url]) => new URL(url).host).sort()).toEqual(
      expect.not.arrayContaining(['fonts.googleapis.com', 'cdn.jsdelivr.net']),
    )
    const [, json] = /<script type="application\/vnd\.vegalite\.v6\+json">(.*)<\/script>/.exec(page) ?? []
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(hostile)))
    expect(page).toContain('<title>&lt;/script&gt;')
  })

  it('a notebook gets what it asks for', async () => {
    const cell = await right(toNotebook(points, { scale: 1 }))
    const shown = cell[Symbol.for('Jupyter.display') as never] as () => typeof cell.bundle
    const bundle = shown()
    expect(bundle['image/svg+xml']).toBe(await svgOf(points))
    expect(decode(Buffer.from(bundle['image/png'], 'base64')).width).toBeGreaterThan(100)
    expect(bundle['application/vnd.vegalite.v5+json']).toEqual({ ...points, $schema: expect.stringContaining('v5') })
    expect(bundle['text/plain']).toBe('Figure: Points')
  })
})
