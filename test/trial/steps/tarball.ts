import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Finding, json, type Manifest, must, type Step, tryRun } from '../kit.js'

const meant =
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/(src|laws)\/.*(?<!\.test)\.(js|d\.ts|js\.map)|dist\/src\/node\/LICENSE-[\w-]+\.txt)$/

/**
 * What the package may take, packed and unpacked: a quarter more than when it was last looked at (4.0 and 14.9 MB), of which 12
 * MB are the modules with their types and maps, which hold the sources.
 */
const mostPacked = 5e6
const mostUnpacked = 18.6e6

/** The packages of which parts are in a file of ours, by the lines that the bundler writes above them. */
const bundledIn = (text: string): readonly string[] =>
  [...text.matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name)

interface SourceMap {
  readonly sources: readonly string[]
  readonly sourcesContent?: readonly (string | null)[]
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const audited = (user: string): string => {
  const { status, output } = tryRun(user, 'npm', 'audit', '--omit=dev', '--omit=peer')
  if (/audit endpoint returned an error|ENOTFOUND|ECONNREFUSED/.test(output)) return 'the registry does not answer'
  must(status === 0, `npm audit:\n${output}`)
  return 'nothing'
}

/** What is in the package: what is needed and no more, and nothing that points elsewhere. */
export const tarball: Step = {
  name: 'what is packed',
  run: ({ packed, user }): readonly Finding[] => {
    const { files, size, unpackedSize } = packed
    const odd = files.filter(({ path }) => !meant.test(path)).map(({ path }) => path)
    must(odd.length === 0, `these are not meant to be in the package: ${odd.join(', ')}`)
    must(size <= mostPacked && unpackedSize <= mostUnpacked, `${size} bytes, ${unpackedSize} unpacked, are too many`)

    const own = join(user, 'node_modules/cotangent')
    const paths = new Set(files.map(({ path }) => path))
    const bundled = new Set<string>()
    for (const { path } of files.filter((each) => each.path.endsWith('.js'))) {
      const text = readFileSync(join(own, path), 'utf8')
      if (path.startsWith('dist/src/node/')) for (const name of bundledIn(text)) bundled.add(name)
      const map = /^\/\/# sourceMappingURL=(.*)$/m.exec(text)?.[1]
      if (map === undefined) continue
      const at = posix.join(posix.dirname(path), map)
      must(paths.has(at), `${path} names a map that is not there: ${map}`)
      const { sources, sourcesContent } = json<SourceMap>(join(own, at))
      must(
        sources.every((_, index) => typeof sourcesContent?.[index] === 'string'),
        `${at} lacks its sources`,
      )
    }

    const maps = files.filter(({ path }) => path.endsWith('.map'))
    const alone = maps.filter(
      ({ path }) => !readFileSync(join(own, path.slice(0, -4)), 'utf8').includes('sourceMappingURL='),
    )
    must(alone.length === 0, `maps that nothing names: ${alone.map(({ path }) => path).join(', ')}`)

    const licences = readdirSync(join(own, 'dist/src/node')).flatMap(
      (name) => /^LICENSE-(.*)\.txt$/.exec(name)?.[1] ?? [],
    )
    must(bundled.size > 0, 'nothing is found to be bundled')
    must(
      [...bundled].sort().join() === licences.sort().join(),
      `${[...bundled]} are bundled, with licences of ${licences}`,
    )

    const { scripts = {}, exports } = json<Manifest>(join(own, 'package.json'))
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)
    must(hooks.length === 0, `it would run scripts where it is installed: ${hooks.join(', ')}`)
    const targets = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)))
    const missing = targets.filter((path) => !existsSync(join(own, path)))
    must(missing.length === 0, `the package names what it does not hold: ${missing.join(', ')}`)

    return [
      {
        what: 'size',
        by: 'npm pack',
        found: `${megabytes(size)}, ${megabytes(unpackedSize)} in ${files.length} files`,
      },
      { what: 'licences of what is bundled', by: 'files', found: licences.join(', ') },
      { what: 'known weaknesses of dependencies', by: 'npm audit', found: audited(user) },
    ]
  },
}
