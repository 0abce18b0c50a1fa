import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ArgumentError, toTypedArray } from 'cotangent'
import { fetchMnist, mnist, mnistFiles, mnistMirrors } from 'cotangent/data'
import { describe, expect, it } from 'vitest'
import { realFile } from '../../support/data.js'
import { digest, folder, quick } from './fetching.js'
import { withServer } from './server.js'

describe('the list of MNIST files', () => {
  it('has four checksums, and images for every label', () => {
    const files = Object.values(mnistFiles)
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(4)
    for (const { name, sha256, shape } of files) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(name).toContain(`idx${shape.length}-ubyte`)
    }
    expect(mnistFiles.trainImages.shape[0]).toBe(mnistFiles.trainLabels.shape[0])
    expect(mnistFiles.testImages.shape[0]).toBe(mnistFiles.testLabels.shape[0])
    for (const mirror of mnistMirrors) expect(new URL(mirror).protocol).toBe('https:')
  })
})

describe('fetching MNIST', () => {
  it('refuses what is not the published file, and names it', () =>
    withServer(
      (_, response) => response.end('not the digits'),
      async (base, log) => {
        expect(await fetchMnist({ folder, mirror: `${base}/digits` }, quick)()).toEqual({
          _tag: 'Left',
          left: {
            _tag: 'ChecksumError',
            path: join(folder, 'train-images-idx3-ubyte.gz'),
            expected: mnistFiles.trainImages.sha256,
            found: digest(Buffer.from('not the digits')),
          },
        })
        expect(log.requests.map(({ url }) => url)).toEqual(['/digits/train-images-idx3-ubyte.gz'])
      },
    ))

  it('stops at the length that is known', () =>
    withServer(
      (_, response) => response.end(Buffer.alloc(5000)),
      async (base) =>
        expect(await mnist({ folder, mirror: base, parts: ['testLabels'] }, quick)()).toMatchObject({
          left: { _tag: 'SizeError' },
        }),
    ))

  it('knows its parts', () => expect(() => fetchMnist({ folder, parts: ['toString' as never] })).toThrow(ArgumentError))

  const images = realFile(`mnist/${mnistFiles.testImages.name}`)
  const labels = realFile(`mnist/${mnistFiles.testLabels.name}`)

  it.skipIf(images === undefined || labels === undefined)('gives the digits, from the web once', () =>
    withServer(
      (request, response) =>
        response.end(readFileSync(basename(request.url ?? '').includes('images') ? `${images}` : `${labels}`)),
      async (base, log) => {
        const request = { folder, mirror: base, parts: ['testImages', 'testLabels'] } as const
        for (const times of [1, 2]) {
          const read = await mnist(request, quick)()
          if (read._tag === 'Left') throw new Error(`${times}: ${JSON.stringify(read.left)}`)
          expect(read.right.testImages.shape).toEqual([10000, 28, 28])
          // The first digits of the test set, as its figures show them.
          expect([...toTypedArray(read.right.testLabels).slice(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
          expect(Math.max(...toTypedArray(read.right.testImages).slice(0, 7840))).toBe(255)
        }
        expect(log.requests).toHaveLength(2)
      },
    ),
  )

  it.skipIf(labels === undefined)('replaces a file that is damaged', () =>
    withServer(
      (_, response) => response.end(readFileSync(`${labels}`)),
      async (base) => {
        const path = join(folder, mnistFiles.testLabels.name)
        copyFileSync(`${labels}`, path)
        writeFileSync(path, readFileSync(path).fill(0, 100, 110))
        const paths = await fetchMnist({ folder, mirror: base, parts: ['testLabels'] }, quick)()
        expect(paths).toEqual({ _tag: 'Right', right: { testLabels: path } })
        expect(digest(readFileSync(path))).toBe(mnistFiles.testLabels.sha256)
      },
    ),
  )
})
