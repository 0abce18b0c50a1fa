import { iris } from '../../../data/iris.js'
import type { DrawnPoints, Plane } from '../protocol.js'
import { classesOf, type DataName, type Settings } from '../settings.js'

type Names = Pick<Plane, 'features' | 'classes'>

const names: { readonly [Data in DataName]: Names } = {
  lesson: { features: ['first feature', 'second feature'], classes: ['class 0', 'class 1'] },
  moons: { features: ['x', 'y'], classes: ['upper moon', 'lower moon'] },
  circles: { features: ['x', 'y'], classes: ['outer circle', 'inner circle'] },
  spirals: { features: ['x', 'y'], classes: ['one arm', 'other arm'] },
  iris: { features: ['petal length in cm', 'petal width in cm'], classes: iris.names },
  xor: { features: ['a', 'b'], classes: ['a equals b', 'a differs from b'] },
  own: { features: ['x', 'y'], classes: ['A', 'B', 'C'] },
}

type Range = readonly [from: number, to: number]

/** From the least to the greatest of every second number. */
const extent = (places: Float32Array, from: number): Range => {
  const along = places.filter((_, index) => index % 2 === from)
  return [Math.min(...along), Math.max(...along)]
}

/** How much wider than its points a plane is. */
const margin = 1.15

const around = ([from, to]: Range, width: number): Range => [
  (from + to) / 2 - (margin * width) / 2,
  (from + to) / 2 + (margin * width) / 2,
]

const widthOf = ([from, to]: Range): number => to - from

/** The ranges of the axes: both of one scale, so that circles are round, but where features are different quantities. */
const axesOf = (data: DataName, places: Float32Array): Pick<Plane, 'x' | 'y'> => {
  if (data === 'own') return { x: [-1, 1], y: [-1, 1] }
  const [x, y] = [extent(places, 0), extent(places, 1)]
  if (data === 'iris') return { x: around(x, widthOf(x)), y: around(y, widthOf(y)) }
  const width = Math.max(widthOf(x), widthOf(y))
  return { x: around(x, width), y: around(y, width) }
}

/** What the features and the classes are called, which is known before there are points. */
export const namesOf = (settings: Settings): Names => {
  const { features, classes } = names[settings.data]
  return { features, classes: classes.slice(0, classesOf(settings)) }
}

/** The plane in which points are drawn. */
export const planeOf = (settings: Settings, { places }: DrawnPoints): Plane => ({
  ...axesOf(settings.data, places),
  ...namesOf(settings),
})

/** The places of a grid's points, x and y in turn: the middles of the cells, row by row from the upper left. */
export const gridOf = ({ x, y }: Plane, rows: number, columns: number): Float64Array => {
  const places = new Float64Array(2 * rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = 2 * (row * columns + column)
      places[at] = x[0] + ((column + 0.5) * (x[1] - x[0])) / columns
      places[at + 1] = y[1] - ((row + 0.5) * (y[1] - y[0])) / rows
    }
  return places
}
