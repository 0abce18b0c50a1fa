import { argmin, type Descent } from './descent.js'

const dt = 0.1

/** Where the particle comes down, squared, the derivative of that by w, and the steps it took. */
const flight = (w: number): { readonly cost: number; readonly slope: number; readonly steps: number } => {
  const charges = [
    { x: 10, y: 10 - w, dy: -1 },
    { x: 10, y: 0, dy: 0 },
  ]
  let [x, y, vx, vy] = [0, 8, 0.75, 0]
  let [dx, dy, dvx, dvy] = [0, 0, 0, 0]
  let steps = 0
  while (y + dt * vy > 0) {
    let [ax, ay, dax, day] = [0, 0, 0, 0]
    for (const charge of charges) {
      const [rx, ry] = [x - charge.x, y - charge.y]
      const [drx, dry] = [dx, dy - charge.dy]
      const square = rx * rx + ry * ry
      const cube = square * Math.sqrt(square)
      const falling = (3 * (rx * drx + ry * dry)) / square
      ax += rx / cube
      ay += ry / cube
      dax += (drx - falling * rx) / cube
      day += (dry - falling * ry) / cube
    }
    x += dt * vx
    y += dt * vy
    dx += dt * dvx
    dy += dt * dvy
    vx += dt * ax
    vy += dt * ay
    dvx += dt * dax
    dvy += dt * day
    steps++
  }
  const rest = -y / vy
  const dRest = -(dy + rest * dvy) / vy
  const down = x + rest * vx
  return { cost: down * down, slope: 2 * down * (dx + dRest * vx + rest * dvx), steps }
}

/** The descent, and the fewest and most steps of a flight in it. */
export interface Flights extends Descent {
  readonly steps: readonly [fewest: number, most: number]
}

const flights = (w: number): Flights => {
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0]
  const fly = (at: Float64Array) => {
    const flown = flight(at[0])
    fewest = Math.min(fewest, flown.steps)
    most = Math.max(most, flown.steps)
    return flown
  }
  const descent = argmin(
    (at) => fly(at).cost,
    (at, into) => {
      into[0] = fly(at).slope
    },
    Float64Array.of(w),
  )
  return { ...descent, steps: [fewest, most] }
}

/** A charge so placed that a particle comes down at 0, by hand. */
export const loops = { flight, flights, optimum: (w: number): number => flights(w).x[0] } as const
