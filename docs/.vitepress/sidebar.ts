import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { writtenPages } from './files.js'

/** A page by its path from `docs/`, and what the sidebar calls it, where that is not the page's own heading. */
type Listed = string | readonly [path: string, text: string]

interface Section {
  readonly text: string
  readonly pages: readonly Listed[]
  readonly collapsed?: boolean
}

/** The pages that people write and those that reports are written to, in the order of a first reading. */
const sections: readonly Section[] = [
  { text: 'Start', pages: [['start.md', 'In five minutes']] },
  {
    text: 'Tutorial',
    pages: [
      ['tutorial/index.md', 'From a derivative to a deep network'],
      'tutorial/1-derivative.md',
      'tutorial/2-chain-rule.md',
      'tutorial/3-neuron.md',
      'tutorial/4-two-layers.md',
      'tutorial/5-softmax.md',
      'tutorial/6-digits.md',
      'tutorial/7-deep.md',
    ],
  },
  {
    text: 'Guides',
    pages: [
      'guides/shapes.md',
      'guides/trees.md',
      'guides/models.md',
      'guides/control-flow.md',
      'guides/randomness.md',
      'guides/custom-derivatives.md',
      'guides/compiling.md',
      'guides/saving.md',
      'guides/figures.md',
      'guides/errors.md',
      'guides/platforms.md',
      'notebooks.md',
      ['onnx.md', 'ONNX'],
      ['distributed.md', 'Many machines'],
    ],
  },
  {
    text: 'Checking gradients',
    pages: [
      ['gradcheck.md', 'gradcheck'],
      ['gradcheck-in-ci.md', 'In continuous integration'],
      ['gradcheck-beside-pytorch.md', 'Beside PyTorch’s'],
    ],
  },
  {
    text: 'Coming from',
    pages: [
      ['coming-from/jax.md', 'JAX'],
      ['coming-from/pytorch.md', 'PyTorch'],
      ['coming-from/tensorflow-js.md', 'TensorFlow.js'],
    ],
  },
  {
    text: 'What holds',
    pages: ['laws.md', 'kinks.md', 'numerics.md', ['features.md', 'Features, beside others']],
  },
  {
    text: 'Measured',
    collapsed: true,
    pages: [
      ['performance.md', 'Where the time goes'],
      ['benchmarks.md', 'Benchmarks'],
      ['gradbench.md', 'GradBench'],
      ['accuracy.md', 'Accuracy of functions'],
      ['onnx-accuracy.md', 'Accuracy in ONNX Runtime'],
      ['operations.md', 'Operations'],
      ['onnx-operators.md', 'Operators of ONNX'],
      ['coverage.md', 'Coverage'],
    ],
  },
  {
    text: 'Working on it',
    pages: [
      'architecture.md',
      'add-a-primitive.md',
      ['files/CONTRIBUTING.md', 'Contributing'],
      ['files/CHANGELOG.md', 'Changes'],
      ['files/SECURITY.md', 'Security'],
    ],
  },
]

const pathOf = (listed: Listed): string => (typeof listed === 'string' ? listed : listed[0])

/** Pages that no reader would find, since the sidebar does not name them. */
export const unlistedPages = (root: string): readonly string[] => {
  const listed = new Set(['index.md', ...sections.flatMap(({ pages }) => pages.map(pathOf))])
  return writtenPages(root).filter((path) => !listed.has(path))
}

const headingOf = (text: string): string | undefined => /^# (.+?)(?:\s*\{#.*\})?$/m.exec(text)?.[1].replaceAll('`', '')

/** The sidebar of all pages but those of the reference; pages that there are not are left out. */
export const guideSidebar = (docs: string): DefaultTheme.SidebarItem[] =>
  sections.flatMap(({ text, pages, collapsed }) => {
    const items = pages.flatMap((listed) => {
      const path = pathOf(listed)
      if (!existsSync(join(docs, path))) return []
      const title = typeof listed === 'string' ? headingOf(readFileSync(join(docs, path), 'utf8')) : listed[1]
      return [{ text: title ?? path, link: `/${path.replace(/(index)?\.md$/, '')}` }]
    })
    return items.length === 0 ? [] : [{ text, items, ...(collapsed === undefined ? {} : { collapsed }) }]
  })
