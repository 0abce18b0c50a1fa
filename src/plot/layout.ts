/** A thing to be placed: how wide it is, and what points at it. */
export interface Box {
  readonly width: number
  /** Numbers of boxes that come before. */
  readonly sources: readonly number[]
}

/** A place in a drawing, from the upper left. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where boxes lie, by their middles, and the ways between them. */
export interface Placement {
  readonly width: number
  readonly height: number
  readonly middles: readonly Point[]
  readonly ways: readonly { readonly from: number; readonly to: number; readonly points: readonly Point[] }[]
}

/** Distances: from layer to layer, between neighbours, and the room of a way that passes a layer. */
export interface Spacing {
  readonly layer: number
  readonly gap: number
  readonly passage: number
}

/** A box, or the place where a way passes through a layer. */
interface Place {
  readonly layer: number
  readonly width: number
  readonly above: readonly number[]
}

interface Layered {
  readonly places: readonly Place[]
  /** For each way, the places that it goes through. */
  readonly ways: readonly { readonly from: number; readonly to: number; readonly through: readonly number[] }[]
}

/** Each box one layer below the last of its sources; what has none right above the first that it points at. */
const layersOf = (boxes: readonly Box[]): readonly number[] => {
  const layers = boxes.map(() => 0)
  boxes.forEach(({ sources }, index) => {
    for (const source of sources) layers[index] = Math.max(layers[index], layers[source] + 1)
  })
  const first = boxes.map(() => Number.POSITIVE_INFINITY)
  boxes.forEach(({ sources }, index) => {
    for (const source of sources) first[source] = Math.min(first[source], layers[index])
  })
  return layers.map((layer, index) =>
    boxes[index].sources.length === 0 && Number.isFinite(first[index]) ? first[index] - 1 : layer,
  )
}

/** Ways that are longer than a layer get places in those between; all ways from one box share them. */
const withPassages = (boxes: readonly Box[], { passage }: Spacing): Layered => {
  const layers = layersOf(boxes)
  const above: number[][] = boxes.map(() => [])
  const places = boxes.map(({ width }, index) => ({ layer: layers[index], width, above: above[index] }))
  const chains = boxes.map((): number[] => [])
  const ways = boxes.flatMap(({ sources }, to) =>
    [...new Set(sources)].map((from) => {
      const chain = chains[from]
      while (layers[from] + chain.length + 1 < layers[to]) {
        const before = chain.at(-1) ?? from
        places.push({ layer: layers[from] + chain.length + 1, width: passage, above: [before] })
        chain.push(places.length - 1)
      }
      const through = chain.slice(0, layers[to] - layers[from] - 1)
      above[to].push(through.at(-1) ?? from)
      return { from, to, through }
    }),
  )
  return { places, ways }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** How often the layers are gone through, down and up in turn. */
const sweeps = 12

/** Places of each layer in an order with few crossings: again and again by the mean place of their neighbours. */
const ordered = (places: readonly Place[], below: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const depth = places.reduce((most, { layer }) => Math.max(most, layer + 1), 0)
  const rows = Array.from({ length: depth }, (_, layer) =>
    places.flatMap((place, index) => (place.layer === layer ? [index] : [])),
  )
  const position = places.map(() => 0)
  const number = (row: readonly number[]): void => {
    for (const [at, index] of row.entries()) position[index] = at / row.length
  }
  rows.forEach(number)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0
    for (const row of isDown ? rows : [...rows].reverse()) {
      const wanted = new Map(
        row.map((index) => {
          const near = isDown ? places[index].above : below[index]
          return [index, near.length === 0 ? position[index] : mean(near.map((each) => position[each]))]
        }),
      )
      row.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number) || a - b)
      number(row)
    }
  }
  return rows
}

/** Moves the places of a row apart as far as needed, each as near as may be to where it wants to be. */
const spread = (
  row: readonly number[],
  wanted: readonly number[],
  widths: readonly number[],
  gap: number,
): readonly number[] => {
  // Places that touch move as one block, by the mean of what they want.
  const blocks: { start: number; count: number; sum: number; width: number }[] = []
  row.forEach((_, at) => {
    const width = widths[at] + gap
    let block = { start: at, count: 1, sum: wanted[at] - width / 2, width }
    let before = blocks.at(-1)
    while (before !== undefined && before.sum / before.count + before.width > block.sum / block.count) {
      blocks.pop()
      const shift = before.width * block.count
      block = {
        start: before.start,
        count: before.count + block.count,
        sum: before.sum + block.sum - shift,
        width: before.width + block.width,
      }
      before = blocks.at(-1)
    }
    blocks.push(block)
  })
  return blocks.flatMap(({ start, count, sum }) => {
    let left = sum / count
    return Array.from({ length: count }, (_, offset) => {
      const width = widths[start + offset] + gap
      const middle = left + width / 2
      left += width
      return middle
    })
  })
}

/**
 * A drawing of a graph without cycles, in layers from above: boxes below those that point at them, few crossings, boxes
 * near the middle of their neighbours. Boxes must stand after their sources.
 */
export const layeredLayout = (boxes: readonly Box[], spacing: Spacing): Placement => {
  const { places, ways } = withPassages(boxes, spacing)
  const below: number[][] = places.map(() => [])
  places.forEach(({ above }, index) => {
    for (const each of above) below[each].push(index)
  })
  const rows = ordered(places, below)
  const x = places.map(() => 0)
  const set = (row: readonly number[], wanted: (index: number, at: number) => number): void => {
    const widths = row.map((index) => places[index].width)
    spread(row, row.map(wanted), widths, spacing.gap).forEach((middle, at) => {
      x[row[at]] = middle
    })
  }
  for (const row of rows) set(row, (_, at) => at)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0
    for (const row of isDown ? rows : [...rows].reverse())
      set(row, (index) => {
        const { above } = places[index]
        const near = sweep < 2 ? (isDown ? above : below[index]) : [...above, ...below[index]]
        return near.length === 0 ? x[index] : mean(near.map((each) => x[each]))
      })
  }
  const left = places.reduce(
    (least, { width }, index) => Math.min(least, x[index] - width / 2),
    Number.POSITIVE_INFINITY,
  )
  const right = places.reduce(
    (most, { width }, index) => Math.max(most, x[index] + width / 2),
    Number.NEGATIVE_INFINITY,
  )
  const at = (index: number): Point => ({ x: x[index] - left, y: (places[index].layer + 0.5) * spacing.layer })
  return {
    width: right - left,
    height: rows.length * spacing.layer,
    middles: boxes.map((_, index) => at(index)),
    ways: ways.map(({ from, to, through }) => ({ from, to, points: [from, ...through, to].map(at) })),
  }
}
