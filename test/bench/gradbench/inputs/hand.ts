import { drawsFrom } from '../../random.js'
import type { HandArrays } from '../loops/ht.js'

/** How large a hand is and what was seen of it. */
export interface HandSize {
  readonly vertices: number
  readonly triangles: number
  readonly points: number
  /** Whether points are of triangles, not of vertices. */
  readonly complicated: boolean
  readonly mirrored?: boolean
  readonly seed?: number
}

/** A hand drawn from a seed, of the shapes that GradBench's have: a wrist, and five fingers of four bones on the palm. */
export const handInput = ({ vertices, triangles, points, complicated, mirrored = false, seed = 1 }: HandSize) => {
  const { uniform, normal } = drawsFrom(seed)
  const list = <A>(count: number, of: (index: number) => A): readonly A[] =>
    Array.from({ length: count }, (_, k) => of(k))
  const below = (count: number): number => Math.floor(uniform() * count)
  const turned = (): readonly (readonly number[])[] => {
    const [angle, axis] = [normal(), below(3)]
    const [i, j] = [(axis + 1) % 3, (axis + 2) % 3]
    return list(4, (row) =>
      list(4, (column) => {
        if (row === 3) return column === 3 ? 1 : 0
        if (column === 3) return normal()
        if (row === axis || column === axis) return row === column ? 1 : 0
        return row === column ? Math.cos(angle) : row === i && column === j ? -Math.sin(angle) : Math.sin(angle)
      }),
    )
  }
  const model = {
    bone_count: 22,
    bone_names: list(22, (bone) => `bone ${bone}`),
    parents: list(22, (bone) => (bone < 2 ? bone - 1 : bone % 4 === 2 ? 1 : bone - 1)),
    base_relatives: list(22, turned),
    inverse_base_absolutes: list(22, turned),
    base_positions: list(vertices, () => [normal(), normal(), normal(), 1]),
    // Most are of no weight, and those of each vertex add up to 1.
    weights: list(vertices, () => {
      const [a, b, share] = [below(22), below(22), uniform()]
      return list(22, (bone) => (bone === a ? share : 0) + (bone === b ? 1 - share : 0))
    }),
    triangles: list(triangles, () => [below(vertices), below(vertices), below(vertices)]),
    is_mirrored: mirrored,
  }
  return {
    theta: list(26, () => normal() / 2),
    us: list(complicated ? points : 0, () => [uniform(), uniform() / 2]),
    data: {
      model,
      correspondences: list(points, () => below(complicated ? triangles : vertices)),
      points: list(points, () => [normal(), normal(), normal()]),
    },
  }
}

export type HandInput = ReturnType<typeof handInput>

/** The same as flat arrays. */
export const handArrays = ({ theta, us, data: { model, correspondences, points } }: HandInput): HandArrays => ({
  theta: Float64Array.from(theta),
  us: Float64Array.from(us.flat()),
  parents: model.parents,
  mirrored: model.is_mirrored,
  relatives: Float64Array.from(model.base_relatives.flat(2)),
  inverseAbsolutes: Float64Array.from(model.inverse_base_absolutes.flat(2)),
  positions: Float64Array.from(model.base_positions.flat()),
  weights: Float64Array.from(model.weights.flat()),
  triangles: Int32Array.from(model.triangles.flat()),
  correspondences: Int32Array.from(correspondences),
  points: Float64Array.from(points.flat()),
})
