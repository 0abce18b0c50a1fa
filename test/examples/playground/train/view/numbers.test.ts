import { expect, it } from 'vitest'
import { told } from '../../../../../examples/playground/train/view/Figures.js'
import { noHistory } from '../../../../../examples/playground/train/view/history.js'
import { figure, percent, setting, time, whole } from '../../../../../examples/playground/train/view/numbers.js'
import { sceneAfter } from '../../../../../examples/playground/train/view/player.js'
import { figuresAt, pictureAt, readyAt } from './frames.js'

it.each([
  [0, '0.0000'],
  [0.43971, '0.4397'],
  [12.3456, '12.346'],
  [0.00004397, '4.4e−5'],
  [-123456, '−1.2e+5'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('the figure %d is %s', (value, text) => expect(figure(value)).toBe(text))

it('shares, steps, settings and times are told with their units', () => {
  expect([percent(0.8375), percent(1), percent(Number.NaN)]).toEqual(['83.8 %', '100.0 %', '–'])
  expect([whole(7), whole(12_345), whole(1_000_000)]).toEqual(['7', '12 345', '1 000 000'])
  expect([setting(0.0001), setting(0.03), setting(10)]).toEqual(['0.0001', '0.03', '10'])
  expect([time(3.456), time(120), time(1234)]).toEqual(['3.5 µs', '120 µs', '1.2 ms'])
})

it('a sentence has the figures, those of the test where there is one', () => {
  const scene = { ready: undefined, frame: pictureAt(3), history: noHistory }
  expect(told(scene)).toBe('Step 3. Training: loss 0.2500, accuracy 75.0 %; test: loss 0.5000, accuracy 50.0 %.')
  const { figures } = scene.frame
  const without = { ...scene.frame, figures: { ...figures, testLoss: Number.NaN, testAccuracy: Number.NaN } }
  expect(told({ ...scene, frame: without })).toBe('Step 3. Training: loss 0.2500, accuracy 75.0 %.')
  expect(told({ ...scene, frame: undefined })).toBe('')
})

it('a scene begins with what is ready, goes on with frames, and ends where there is no picture to keep', () => {
  const failed = { kind: 'failed', run: 1, problem: '', remedy: '' } as const
  const empty = { ready: undefined, frame: undefined, history: noHistory }
  const first = sceneAfter(empty, readyAt(0, 1), false)
  const second = sceneAfter(first, { kind: 'frame', run: 1, frame: pictureAt(5) }, true)
  expect(second.history.kept.map(({ step }) => step)).toEqual([0, 5])
  expect(second.ready).toBe(first.ready)
  const passed = { ...pictureAt(9), passed: [figuresAt(6), figuresAt(7)] }
  const third = sceneAfter(second, { kind: 'frame', run: 1, frame: passed }, true)
  expect(third.history.kept.map(({ step }) => step)).toEqual([0, 5, 6, 7, 9])
  expect(sceneAfter(second, failed, true)).toBe(second)
  expect(sceneAfter(second, failed, false)).toEqual(empty)
  expect(sceneAfter(second, readyAt(0, 2), false).history.kept.length).toBe(1)
})
