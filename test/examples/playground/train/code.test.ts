import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { item, type Tensor } from 'cotangent'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../../../examples/playground/train/model/code.js'
import { advance, frameOf } from '../../../../examples/playground/train/session.js'
import {
  activationNames,
  batchOf,
  countsOf,
  dataNames,
  defaultsOf,
  optimizerNames,
  ownPoint,
  type Settings,
} from '../../../../examples/playground/train/settings.js'
import { root } from '../../../support/sources.js'
import { begun } from './begun.js'
import { smallSettings } from './settings.js'

const own = [...'ABABACBACBAB'].map((name, index) =>
  ownPoint(Math.cos(index), Math.sin(2 * index), name.charCodeAt(0) - 65),
)

/** Every data set, optimizer and activation at least once, a penalty and none, batches and none, with a test and without. */
const chosen = dataNames.map((data, index): Settings => {
  const even = index % 2 === 0
  return {
    ...defaultsOf(data),
    samples: 40,
    own,
    layers: [
      { units: 3, activation: activationNames[index % activationNames.length] },
      { units: 4, activation: activationNames[(index + 3) % activationNames.length] },
    ].slice(index % 3 === 2 ? 1 : 0),
    optimizer: optimizerNames[index % optimizerNames.length],
    decay: even ? 0 : 0.001,
    batchSize: index % 4 === 1 ? 0 : 7,
    testShare: index % 5 === 2 ? 0 : 0.25,
    seed: index,
  }
})

const drawn = fc.sample(smallSettings, { seed: 37, numRuns: 24 })
const programs = [...chosen, ...drawn]
const epochs = 3

const workshop = realpathSync(mkdtempSync(join(tmpdir(), 'cotangent-playground-')))

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(workshop, 'node_modules'))
  writeFileSync(join(workshop, 'package.json'), JSON.stringify({ type: 'module' }))
  for (const folder of ['shown', 'run']) mkdirSync(join(workshop, folder))
  for (const [index, settings] of programs.entries())
    writeFileSync(join(workshop, 'shown', `${index}.ts`), codeOf(settings, epochs))
})

afterAll(() => rmSync(workshop, { recursive: true, force: true }))

/** What a program of a package says when it does not end well. */
const complaints = (path: string, ...args: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'node_modules', path), ...args], {
    cwd: workshop,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return status === 0 ? '' : stdout + stderr
}

type Printed = readonly (readonly [name: string, loss: Tensor<[]>, accuracy: Tensor<[]>])[]

/** What a program prints. */
const printedBy = async (code: string, index: number): Promise<Printed> => {
  const file = join(workshop, 'run', `${index}.ts`)
  const console = 'export const printed = []\nconst console = { log: (...values) => printed.push(values) }\n'
  writeFileSync(file, console + code)
  return (await import(/* @vite-ignore */ file)).printed
}

const stepsOf = (settings: Settings): number => {
  const size = batchOf(settings)
  return epochs * (size === undefined ? 1 : Math.floor(countsOf(settings).train / size))
}

describe('the program that is shown', () => {
  it('passes the type checker and the formatter, whatever the settings', () => {
    const compilerOptions = { rootDir: '/', typeRoots: [join(root, 'node_modules/@types')] }
    const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['shown'] }
    writeFileSync(join(workshop, 'tsconfig.json'), JSON.stringify(config))
    expect(complaints('@typescript/native/bin/tsc', '--noEmit', '--pretty', 'false', '-p', '.')).toBe('')
    writeFileSync(join(workshop, 'biome.json'), JSON.stringify({ root: true, extends: [join(root, 'biome.json')] }))
    expect(complaints('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', 'shown')).toBe('')
  })

  it.each(programs.map((settings, index) => [index, settings] as const).slice(0, chosen.length + 8))(
    'comes to what the playground comes to, to the bit (%i)',
    async (index, settings) => {
      const printed = await printedBy(codeOf(settings, epochs), index)
      const { figures, epoch } = frameOf(advance(begun(settings), stepsOf(settings)))
      expect(epoch).toBe(epochs)
      const due = [
        ['training', figures.trainLoss, figures.trainAccuracy],
        ...(countsOf(settings).test === 0 ? [] : [['test', figures.testLoss, figures.testAccuracy]]),
      ]
      expect(printed.map(([name, loss, accuracy]) => [name, item(loss), item(accuracy)])).toEqual(due)
      expect(Number.isFinite(figures.trainLoss)).toBe(true)
    },
  )

  it('is short and says what it does', () => {
    expect(codeOf(defaultsOf('moons'), 30)).toMatchInlineSnapshot(`
      "import { softmaxCrossEntropy, tanh } from 'cotangent'
      import { epochBatches, type LabelledSet, makeMoons, trainTestSplit } from 'cotangent/data'
      import { accuracy, activation, dense, type ParamsOf, predict, sequential } from 'cotangent/nn'
      import { adam, fit, lastOf, trainStep } from 'cotangent/optim'
      import { key, seed } from 'cotangent/random'

      // Two half circles that reach into each other.
      const [points, drawn] = makeMoons({ nSamples: 200, noise: 0.1 })(seed(0))
      const [{ train, test }, split] = trainTestSplit(points, { test: 0.2 })(drawn)

      // The model: a function of its parameters, which are drawn.
      const net = sequential(dense(2, 8), activation(tanh), dense(8, 2))
      const [initial] = net.init(split)

      // The loss of parameters on some points: the cross entropy of the classes.
      const loss = (params: ParamsOf<typeof net>, { x, y }: LabelledSet<number, 2>) =>
        softmaxCrossEntropy(net.apply(params)(x), y)

      // The training: a fold of its steps over batches.
      const optimizer = adam(0.03)
      const step = trainStep(loss, optimizer)
      const start = { params: initial, opt: optimizer.init(initial) }
      const batches = epochBatches(train, { batchSize: 10, dropLast: true, epochs: 30, key: key(0) })
      const { params } = lastOf(fit(step, start, batches))

      // What it has learnt: the loss, and the share of points whose class it tells.
      const share = ({ x, y }: LabelledSet<number, 2>) => accuracy(y, predict(net, params)(x))
      console.log('training', loss(params, train), share(train))
      console.log('test', loss(params, test), share(test))
      "
    `)
  })
})
