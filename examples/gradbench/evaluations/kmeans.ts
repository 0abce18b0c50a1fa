import { div, expandDims, grad, hvp, jit, min, ones, square, sub, sum, type Tensor } from 'cotangent'

type Points = Tensor<[number, number]>

/** The sum of the squared distances of points, `[n, d]`, to the nearest of the centroids, `[k, d]`, each. */
const cost =
  (points: Points) =>
  (centroids: Points): Tensor<[]> => {
    const distances = sum(square(sub(expandDims(points, 1), expandDims(centroids, 0))), { axis: 2 })
    return sum(min(distances, { axis: 1 }))
  }

/** Newton's direction: the gradient by the diagonal of the Hessian, which has nothing beside it but where two are nearest. */
const direction = (points: Points, centroids: Points): Points => {
  const f = cost(points)
  const diagonal = hvp(f, [centroids], [ones(centroids.shape)])
  return div(grad(f)(centroids), diagonal)
}
