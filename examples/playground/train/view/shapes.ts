/** Names of the shapes that stand for classes, beside their colours. */
export const shapeNames = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const

const polygon = (corners: readonly (readonly [number, number])[], size: number): string =>
  `M${corners.map(([x, y]) => `${(x * size).toFixed(2)} ${(y * size).toFixed(2)}`).join('L')}Z`

/** A Greek cross, its arms a third as wide as it is. */
const cross = [
  [-0.35, -1.05],
  [0.35, -1.05],
  [0.35, -0.35],
  [1.05, -0.35],
  [1.05, 0.35],
  [0.35, 0.35],
  [0.35, 1.05],
  [-0.35, 1.05],
  [-0.35, 0.35],
  [-1.05, 0.35],
  [-1.05, -0.35],
  [-0.35, -0.35],
] as const

/** A class's shape around the origin, as the path of an SVG; of about equal areas at an equal size (a circle's radius). */
export const shapePath = (label: number, size: number): string => {
  switch (shapeNames[label % shapeNames.length]) {
    case 'circle':
      return `M${size} 0A${size} ${size} 0 1 1 ${-size} 0A${size} ${size} 0 1 1 ${size} 0Z`
    case 'square':
      return polygon([[-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]], size) // biome-ignore format: corners
    case 'triangle':
      return polygon([[0, -1.45], [1.26, 0.73], [-1.26, 0.73]], size) // biome-ignore format: corners
    case 'diamond':
      return polygon([[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]], size) // biome-ignore format: corners
    case 'cross':
      return polygon(cross, size)
  }
}
