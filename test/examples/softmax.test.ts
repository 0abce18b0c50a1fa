import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flattenTree, toTypedArray } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { main } from '../../examples/command.js'
import { numpyMean } from '../../examples/lessons/pairwise.js'
import { agrees, missed, showSection } from '../../examples/lessons/printed.js'
import { defaults, softmax, trainings } from '../../examples/lessons/softmax/lesson.js'
import type { Params, Score } from '../../examples/lessons/softmax/network.js'
import { report } from '../../examples/lessons/softmax/report.js'
import { figureAt, golden, normwise, numbersIn } from '../support/golden.js'

const expected = golden('001.json')
const at = (...path: readonly string[]): readonly number[] => numbersIn(figureAt(expected, ...path))
const found = softmax()

/** Runs of NumPy with other kernels differ by less than 1e-13 of the largest number; see the figures' own description. */
const tolerance = 1e-11

/** Weights `[in, out]` as the lesson keeps them, `[out, in]`, row by row. */
const weightsOf = (params: Params, layer: number): readonly number[] => {
  const { weights } = params[layer] as Extract<Params[number], { readonly weights: unknown }>
  const [inputs, outputs] = weights.shape
  const values = toTypedArray(weights)
  return Array.from({ length: inputs * outputs }, (_, index) => {
    const [output, input] = [Math.floor(index / inputs), index % inputs]
    return values[input * outputs + output]
  })
}

const biasOf = (params: Params, layer: number): readonly number[] => {
  const { bias } = params[layer] as Extract<Params[number], { readonly weights: unknown }>
  return [...toTypedArray(bias)]
}

const pairs = (scores: readonly Score[]): readonly number[] => scores.flatMap(({ loss, accuracy }) => [loss, accuracy])

describe('what the lesson prints', () => {
  const figures = report(found, defaults).flatMap((section) => section.figures)

  it('comes out to all digits', () => {
    expect(missed(figures)).toEqual([])
    expect(figures.filter(agrees)).toHaveLength(54)
  })
})

describe('the data set', () => {
  it('is the one that scikit-learn draws, to the bit', () => {
    const { x, testX, labels, testLabels } = found.dataset
    expect([...x, ...testX].flat()).toEqual(at('X'))
    expect([...labels, ...testLabels]).toEqual(at('Y'))
  })
})

describe('the networks', () => {
  it('an untrained one gives the outputs, probabilities and loss of the reference', () => {
    expect(normwise(weightsOf(found.forward.params, 0), at('draw1', 'W'))).toBeLessThan(1e-15)
    expect(normwise(found.forward.outputs.flat(), at('draw1', 'z'))).toBeLessThan(tolerance)
    expect(normwise(found.forward.probabilities.flat(), at('draw1', 'p'))).toBeLessThan(tolerance)
    expect(normwise([found.forward.loss], at('draw1', 'loss10'))).toBeLessThan(tolerance)
  })

  it.each(['handWritten', 'automatic'] as const)('the bare loop, %s', (gradient) => {
    const { initial, final, before, after, batchLosses } = found.loop[gradient]
    expect(normwise(weightsOf(initial, 0), at('draw2', 'W0'))).toBeLessThan(1e-15)
    expect(normwise(batchLosses, at('draw2', 'minibatch_losses'))).toBeLessThan(tolerance)
    expect(normwise(weightsOf(final, 0), at('draw2', 'W'))).toBeLessThan(tolerance)
    expect(normwise(biasOf(final, 0), at('draw2', 'b'))).toBeLessThan(tolerance)
    expect([before.accuracy, after.accuracy]).toEqual([...at('draw2', 'acc0'), ...at('draw2', 'acc')])
  })

  it.each(['handWritten', 'automatic'] as const)('the net, %s', (gradient) => {
    const { initial, final, before, after, test } = found.net[gradient]
    expect(normwise(weightsOf(initial, 0), at('draw3', 'W0'))).toBeLessThan(1e-15)
    for (const [name, score] of Object.entries({ initial: before, final: after, test }))
      expect(normwise(pairs([score]), at('draw3', name))).toBeLessThan(tolerance)
    expect(normwise(weightsOf(final, 0), at('draw3', 'W'))).toBeLessThan(tolerance)
    expect(normwise(biasOf(final, 0), at('draw3', 'b'))).toBeLessThan(tolerance)
  })

  const many = [
    ['linear', 'draw4_linear30', [0]],
    ['tanh', 'draw5_tanh30', [0, 2]],
  ] as const
  const runs = many.flatMap((run) =>
    (['handWritten', 'automatic'] as const).map((gradient) => [...run, gradient] as const),
  )

  it.each(runs)('%s, %s, %j, %s', (name, draw, layers, gradient) => {
    const { initial, final, train, valid, boundary } = found[name][gradient]
    for (const layer of layers) {
      expect(normwise(weightsOf(initial, layer), at(draw, `W0_${layer}`))).toBeLessThan(1e-15)
      expect(normwise(weightsOf(final, layer), at(draw, `W_${layer}`))).toBeLessThan(tolerance)
      expect(normwise(biasOf(final, layer), at(draw, `b_${layer}`))).toBeLessThan(tolerance)
    }
    expect(normwise(pairs(train), at(draw, 'train'))).toBeLessThan(tolerance)
    expect(normwise(pairs(valid), at(draw, 'valid'))).toBeLessThan(tolerance)
    expect(boundary.x).toEqual(at(draw, 'boundary', 'x_axis'))
    expect(boundary.y).toEqual(at(draw, 'boundary', 'y_axis'))
    const z = boundary.values.flat()
    const some = {
      first10: z.slice(0, 10),
      last10: z.slice(-10),
      every_997th: z.filter((_, place) => place % 997 === 0),
    }
    for (const [which, values] of Object.entries(some))
      expect(normwise(values, at(draw, 'boundary', 'Z', which))).toBeLessThan(tolerance)
    expect(normwise([z.reduce((a, b) => a + b)], at(draw, 'boundary', 'Z', 'sum'))).toBeLessThan(1e-12)
  })
})

describe('the curves', () => {
  const { curves } = found
  it.each([
    ['linspace(-2,2,101)', curves.absolute.x],
    ['abs', curves.absolute.y],
    ['square', curves.squared.y],
    ['linspace(0,1,100)', curves.zeroOne.x],
    ['zero_one', curves.lessonZeroOne.y],
    ['linspace(.01,.99,101)', curves.crossEntropyOfOne.x],
    ['cross_ent y=1', curves.crossEntropyOfOne.y],
    ['cross_ent y=0', curves.crossEntropyOfZero.y],
  ])('%s', (name, values) => expect(normwise(values, at('plots', name))).toBeLessThan(tolerance))

  it('the logistic loss is infinite of the probability 0', () => {
    const [first, ...rest] = at('plots', 'logistic_loss')
    expect(first).toBe(Number.POSITIVE_INFINITY)
    expect(curves.logistic.y[0]).toBe(Number.POSITIVE_INFINITY)
    expect(normwise(curves.logistic.y.slice(1), rest)).toBeLessThan(tolerance)
  })

  it('the 0-1 loss is the right way up', () => {
    expect(curves.zeroOne.y.map((value, index) => value + curves.lessonZeroOne.y[index])).toEqual(
      curves.zeroOne.x.map(() => 1),
    )
    expect([curves.zeroOne.y[0], curves.zeroOne.y.at(-1)]).toEqual([1, 0])
  })
})

describe('with other options', () => {
  const options = { seed: 3, samples: 60, features: 3, classes: 3, epochs: 4, hidden: 5, batchSize: 7, flip: 0.05 }
  const other = softmax(options)

  it('the gradients agree, and training brings the loss down', () => {
    expect(other.disagreement.linear).toBeLessThan(1e-13)
    expect(other.disagreement.tanh).toBeLessThan(1e-13)
    for (const { automatic } of [other.linear, other.tanh])
      expect(automatic.train.at(-1)?.loss).toBeLessThan(automatic.train[0].loss)
    expect(other.dataset.x).toHaveLength(48)
    expect(other.dataset.x[0]).toHaveLength(3)
  })

  it('engines give the same bits', () => {
    const leaves = (params: Params) => flattenTree(params)[0].map((leaf) => [...toTypedArray(leaf)])
    const reference = softmax({ ...options, engine: 'reference' })
    expect(leaves(reference.tanh.automatic.final)).toEqual(leaves(other.tanh.automatic.final))
    expect(reference.tanh.automatic.train).toEqual(other.tanh.automatic.train)
  })

  it('nothing printed is compared, and what comes out is shown', () => {
    const sections = report(other, { ...defaults, ...options })
    expect(sections.flatMap(({ figures }) => figures)).toEqual([])
    const [data, , forward] = sections.map(showSection)
    expect(data).toContain(other.dataset.x[0].map((each) => each.toPrecision(6)).join('  '))
    expect(forward).toContain(`cross entropy of 10 examples: ${other.forward.loss}`)
    for (const section of sections) expect(section.tables.length).toBeGreaterThan(0)
  })
})

describe('outputs that are far apart', () => {
  it('have no loss in the two steps of the lesson, and 800 in one', () => {
    const { nan, infinity } = { nan: Number.NaN, infinity: Number.POSITIVE_INFINITY }
    expect(found.saturated.lesson).toEqual({ loss: infinity, slope: [nan, nan] })
    expect(found.saturated.inOne).toEqual({ loss: 800, slope: [1, -1] })
  })
})

describe('the trainings that are shown while they go on', () => {
  const options = { ...defaults, epochs: 3, hidden: 4 }

  it('are those whose figures come out', () => {
    const whole = softmax(options)
    for (const { name, states } of trainings(options)) {
      const { train, valid, final } = whole[name].automatic
      const seen = [...states]
      expect(seen.map((state) => state.train)).toEqual(train)
      expect(seen.map((state) => state.valid)).toEqual(valid)
      expect(flattenTree(seen[2].params)[0].map((leaf) => [...toTypedArray(leaf)])).toEqual(
        flattenTree(final)[0].map((leaf) => [...toTypedArray(leaf)]),
      )
    }
  })

  const run = async (watched: boolean, ...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const quick = ['softmax', '--epochs', '2', '--hidden', '2']
    const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text), watched }
    return { code: await main([...quick, ...args], terminal), out: out.join(''), err }
  }

  it('are redrawn in a terminal after each epoch, and change nothing of what comes out', async () => {
    const { code, out, err } = await run(true, '--live')
    expect([code, err.length]).toEqual([0, 4])
    const over = (lines: string) => `\u001b[${lines.split('\n').length - 1}A\r\u001b[J`
    for (const at of [0, 2]) {
      expect(err[at].startsWith('\u001b[39m')).toBe(err[at].startsWith('\u001b['))
      expect(err[at + 1].startsWith(over(err[at]))).toBe(true)
    }
    expect(await run(false)).toEqual({ code: 0, out, err: [] })
  })

  it('are drawn into a file, curves and boundary', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'softmax-'))
    try {
      const file = join(folder, 'live.svg')
      expect(await run(true, '--live', file, '--plots', folder)).toMatchObject({ code: 0, err: [] })
      const svg = readFileSync(file, 'utf8')
      for (const text of ['training accuracy', 'validation accuracy', 'preference for class 1', 'Two layers with tanh'])
        expect(svg).toContain(text)
      expect(readdirSync(folder).filter((name) => name.endsWith('.png'))).toHaveLength(9)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it.each<[string, readonly string[], RegExp]>([
    ['a file that cannot be written', ['--live', join(tmpdir(), 'no such folder', 'live.svg')], /^error: .*live\.svg/],
    ['a file of no format', ['--live', 'live.gif'], /must end with \.svg, \.png or \.html/],
    ['more classes than there is room for', ['--classes', '3'], /^error: 3 classes/],
    ['a share above 1', ['--flip', '1.5'], /must be from 0 to 1/],
    ['too few examples', ['--samples', '9'], /whole number from 10/],
    ['one feature', ['--features', '1'], /whole number from 2 to 20/],
  ])('%s: exit code 2 and one line', async (_, args, message) => {
    const { code, out, err } = await run(true, ...args)
    expect([code, out]).toEqual([2, ''])
    const [line, ...others] = err.join('').trimEnd().split('\n')
    expect(line).toMatch(message)
    expect(others).toEqual([])
  })
})

describe('the mean in the order of NumPy', () => {
  it('adds what is left over after the eight sums', () => {
    const tiny = 2 ** -53
    const values = [1, ...Array.from({ length: 7 }, () => 0), ...Array.from({ length: 4 }, () => tiny)]
    // One by one each is lost; eight sums at a time they would not be.
    expect(numpyMean(values)).toBe(1 / 12)
  })

  it('halves what is longer than 128 numbers', () => {
    const ones = Array.from({ length: 20_000 }, () => 1)
    expect(numpyMean(ones)).toBe(1)
    const values = Array.from({ length: 200 }, (_, index) => (index === 0 ? 1 : index < 96 ? 0 : 2 ** -53))
    expect(numpyMean(values)).toBe((1 + 104 * 2 ** -53) / 200)
  })
})
