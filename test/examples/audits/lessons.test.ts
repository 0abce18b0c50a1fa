import { describe, expect, it } from 'vitest'
import { verdictOf } from '../../../examples/audits/audit.js'
import { auditLessons, causesOf, showLessons, surprises } from '../../../examples/audits/lessons.js'

describe('the audit of the lessons', { timeout: 240_000 }, () => {
  const lessons = auditLessons()

  it('finds the wrong gradients and what is wrong with them, and nothing else', () => {
    expect(surprises(lessons)).toEqual([])
    expect(
      lessons.flatMap((lesson) =>
        verdictOf(lesson) === 'right' ? [] : [[lesson.what, lesson.mistakes, causesOf(lesson)]],
      ),
    ).toEqual([
      ['two_layer_net: dW1', ['G1', 'G2'], ['atActivation', 'factor']],
      ['two_layer_net: dW2', ['G2'], ['factor']],
      ['leaky_relu_backward', ['G3'], ['droppedCotangent']],
      ['backward_propagation: leaky_relu', ['G3'], ['droppedCotangent']],
      ['tanh_backward', ['G4'], ['droppedCotangent']],
      ['backward_propagation: tanh', ['G4'], ['droppedCotangent']],
    ])
    expect(lessons.filter((lesson) => verdictOf(lesson) === 'right')).toHaveLength(14)
  })

  it('says so in a table', () => {
    const table = showLessons(lessons)
    expect(table.split('\n')).toHaveLength(1 + lessons.length)
    expect(table).toMatch(/000 +two_layer_net: dW2 +G2 +wrong +.*\b120\b/)
  })

  it('says where one is not what it is known to be', () => {
    const [right, wrong] = lessons
    expect(
      surprises([
        { ...right, known: 'wrong' },
        { ...wrong, causes: ['sign'] },
      ]),
    ).toEqual([
      '000, gradient_descent: delta: right (should be wrong)',
      expect.stringMatching(/^000, two_layer_net: dW1: diagnosed .*, should be sign$/),
    ])
  })
})
