import { useEffect, useState } from 'preact/hooks'
import type { Scene, Stage } from './stage.js'
import { columnName, unitNames, weight } from './weightsText.js'

/** How often an open table follows the training, in milliseconds: numbers that change faster cannot be read. */
const pace = 500

/** The weights and biases of one layer as numbers, below what opens them. */
export const WeightTable = ({ stage }: { readonly stage: Stage }) => {
  const [open, toggle] = useState(false)
  const [scene, follow] = useState<Scene>(stage.scene)
  const [chosen, choose] = useState(0)
  useEffect(() => {
    if (!open) return
    follow(stage.scene())
    const following = setInterval(() => follow(stage.scene()), pace)
    return () => clearInterval(following)
  }, [open, stage])
  const layers = scene.frame?.layers ?? []
  const at = Math.min(chosen, layers.length - 1)
  return (
    <details onToggle={({ currentTarget }) => toggle(currentTarget.open)}>
      <summary>All weights as numbers</summary>
      {open && layers.length > 0 && (
        <>
          <label class="inline">
            Weights to
            <select value={at} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
              {layers.map((_, index) => (
                <option key={index} value={index}>
                  {columnName(index + 1, layers.length + 1)}
                </option>
              ))}
            </select>
          </label>
          <Numbers scene={scene} at={at} />
        </>
      )}
    </details>
  )
}

const Numbers = ({ scene, at }: { readonly scene: Scene; readonly at: number }) => {
  const layer = scene.frame?.layers[at]
  if (layer === undefined) return null
  const [from, to] = [unitNames(scene, at), unitNames(scene, at + 1)]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys.
    <section class="scrolled" tabIndex={0} aria-label="Table of weights">
      <table>
        <thead>
          <tr>
            <th scope="col">to</th>
            {from.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">bias</th>
          </tr>
        </thead>
        <tbody>
          {to.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {from.map((each, input) => (
                <td key={each}>{weight(layer.weights[input * layer.outputs + row])}</td>
              ))}
              <td>{weight(layer.bias[row])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
