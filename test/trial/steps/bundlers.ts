import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, createLogger, version as viteVersion } from 'vite'
import {
  emptyFolder,
  type Finding,
  install,
  must,
  program,
  programNames,
  run,
  type Step,
  type Trial,
  versionOf,
  write,
} from '../kit.js'

/** Something to be bundled: what it prints, and how many bytes it may have, minified and packed by gzip. */
interface Entry {
  readonly name: string
  readonly text: string
  readonly printed: string
  readonly most: Readonly<Record<'Vite' | 'esbuild' | 'webpack', number>>
}

const training = `
import { relu, softmaxCrossEntropy } from 'cotangent'
import { decodeNpy, encodeNpy, epochBatches, makeMoons, readBytes } from 'cotangent/data'
import { accuracy, activation, dense, predict, sequential } from 'cotangent/nn'
import { adam, fit, lastOf, trainStep } from 'cotangent/optim'
import { key, seed } from 'cotangent/random'
const net = sequential(dense(2, 16), activation(relu), dense(16, 2))
const loss = (params, { x, y }) => softmaxCrossEntropy(net.apply(params)(x), y)
const [moons, state] = makeMoons({ nSamples: 200, noise: 0.1 })(seed(0))
const [params] = net.init(state)
const optimizer = adam(0.02)
const batches = epochBatches(moons, { batchSize: 20, epochs: 30, key: key(0) })
const trained = lastOf(fit(trainStep(loss, optimizer), { params, opt: optimizer.init(params) }, batches))
const kept = decodeNpy(encodeNpy(predict(net, trained.params)(moons.x)))
console.log(String(accuracy(moons.y, kept.right)), (await readBytes('no/such/file')()).left._tag)
`

const everything = ['', '/random', '/nn', '/optim', '/plot', '/data', '/onnx']

/**
 * What they may have: a quarter more than when they were last looked at. A tensor is what makes and prints one. A gradient is
 * all primitives, since any may be in a graph, and, compiled, the compiler. A training has little beside. Everything is all that
 * is ours and is loaded at once; esbuild, which splits nothing here, has in it also what is loaded when figures are drawn.
 */
const entries: readonly Entry[] = [
  {
    name: 'tensor',
    text: `import { tensor } from 'cotangent'\nconsole.log(String(tensor([1, 2])))`,
    printed: '[1. 2.]',
    most: { Vite: 5.3e3, esbuild: 6.5e3, webpack: 5.3e3 },
  },
  {
    name: 'gradient',
    text: `import ${programNames} from 'cotangent'\n${program}`,
    printed: '[2. 4. 6.]',
    most: { Vite: 137e3, esbuild: 151e3, webpack: 136e3 },
  },
  {
    name: 'training',
    text: training,
    printed: '1.0 SystemError',
    most: { Vite: 175e3, esbuild: 195e3, webpack: 181e3 },
  },
  {
    name: 'everything',
    text: [
      ...everything.map((path, index) => `import * as m${index} from 'cotangent${path}'`),
      `globalThis.modules = [${everything.map((_, index) => `m${index}`)}]`,
      // What a browser's console would ask for.
      'm0.installDevtoolsFormatters()',
      'console.log(globalThis.modules.length, globalThis.devtoolsFormatters[0].header(m0.tensor([1, 2]))[2])',
    ].join('\n'),
    printed: `${everything.length} [1. 2.]`,
    most: { Vite: 443e3, esbuild: 845e3, webpack: 456e3 },
  },
]

/** Bundles an entry for browsers into a folder, by its main file `NAME.js`, and returns what it was warned of. */
type Bundle = (user: string, source: string, out: string) => Promise<string> | string

const byVite: Bundle = async (user, source, outDir) => {
  const warnings: string[] = []
  const keep = (message: string): void => void warnings.push(message)
  const customLogger = { ...createLogger('silent'), warn: keep, warnOnce: keep, error: keep }
  await build({
    configFile: false,
    root: user,
    logLevel: 'warn',
    customLogger,
    build: {
      outDir,
      minify: true,
      target: 'es2022',
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rollupOptions: { input: source, output: { entryFileNames: '[name].js', chunkFileNames: '[name].[hash].js' } },
    },
  })
  return warnings.join('\n')
}

const byEsbuild =
  (folder: string): Bundle =>
  (user, source, out) =>
    run(
      user,
      process.execPath,
      join(folder, 'node_modules/esbuild/bin/esbuild'),
      source,
      '--bundle',
      '--minify',
      '--format=esm',
      '--target=es2022',
      '--log-level=warning',
      `--outdir=${out}`,
    ).trim()

const byWebpack = (folder: string): Bundle => {
  write(folder, {
    'run.mjs': `
import webpack from 'webpack'
const [context, entry, path] = process.argv.slice(2)
webpack({
  context, mode: 'production', target: ['web', 'es2022'], entry: { [entry.match(/(\\w+)\\.js$/)[1]]: entry },
  output: { path, module: true, publicPath: '', filename: '[name].js', chunkFilename: '[id].js' }, experiments: { outputModule: true }, performance: false,
}, (error, stats) => {
  if (error) throw error
  if (stats.hasErrors() || stats.hasWarnings()) console.log(stats.toString('errors-warnings'))
})
`,
  })
  return (user, source, out) => run(user, process.execPath, join(folder, 'run.mjs'), user, source, out).trim()
}

/** The file that a bundler made of an entry, and the files that it loads before it runs. */
const loadedBy = (out: string, file: string, loaded = new Set<string>()): ReadonlySet<string> => {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  const text = readFileSync(join(out, file), 'utf8')
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) loadedBy(out, name, loaded)
  return loaded
}

/** Not `require` in a text: of such a one threads of Node are made. */
const forNode =
  /\b(?:from|import|__require)\s*\(?\s*["'](?:node:|(?:fs|path|os|zlib|crypto|worker_threads)["'/])|__vite-browser-external/

const bundled = async (user: string, by: string, bundle: Bundle): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  for (const { name, text, printed, most } of entries) {
    const out = join(user, 'bundles', by.replace(/\W/g, ''), name)
    const source = join(user, 'sources', `${name}.js`)
    write(user, { [join('sources', `${name}.js`)]: text })
    const warned = await bundle(user, source, out)
    must(warned === '', `${by} says of ${name}: ${warned}`)
    for (const file of readdirSync(out).filter((each) => each.endsWith('.js'))) {
      const found = forNode.exec(readFileSync(join(out, file), 'utf8'))
      must(found === null, `${by} leaves a module of Node in ${name}: ${found?.[0]}`)
    }
    const files = [...loadedBy(out, `${name}.js`)]
    const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(out, file)), { level: 9 }).length, 0)
    const shown = `${(size / 1000).toFixed(1)} kB`
    const bound = most[by.split(' ')[0] as keyof typeof most]
    must(size <= bound, `${name} by ${by} takes ${shown}, more than ${bound / 1000}`)
    const result = run(
      out,
      process.execPath,
      '--input-type=module',
      '-e',
      `await import(${JSON.stringify(`${out}/${name}.js`)})`,
    )
    must(result === `${printed}\n`, `${name} by ${by} prints ${result}`)
    findings.push({ what: `${name}, minified and packed`, by, found: shown })
  }
  return findings
}

export const ownBundler: Step = {
  name: 'bundler: Vite',
  run: ({ user }: Trial) => bundled(user, `Vite ${viteVersion}`, byVite),
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** What bundles of all bundlers print in a browser, where there is one. */
const inBrowser = async (user: string, bys: readonly string[]): Promise<readonly Finding[]> => {
  const executablePath = browsers.find((path) => existsSync(path))
  if (executablePath === undefined) return [{ what: 'bundles in a browser', by: 'none is here', found: 'not tried' }]
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic'],
  })
  try {
    for (const by of bys)
      for (const { name, printed } of entries) {
        const page = await browser.newPage()
        const said: string[] = []
        page.on('console', (message) => said.push(message.text()))
        page.on('pageerror', (error) => said.push(String(error)))
        const out = join(user, 'bundles', by.replace(/\W/g, ''), name)
        await page.route('http://trial.invalid/**', (route) => {
          const file = new URL(route.request().url()).pathname.slice(1)
          if (file === '')
            return route.fulfill({ contentType: 'text/html', body: `<script type="module" src="${name}.js"></script>` })
          if (!existsSync(join(out, file))) return route.abort()
          return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(out, file), 'utf8') })
        })
        await page.goto('http://trial.invalid/')
        for (let wait = 0; said.length === 0 && wait < 100; wait++) await page.waitForTimeout(100)
        must(said.join() === printed, `${name} by ${by} says in the browser: ${said.join('\n')}`)
        await page.close()
      }
    return [
      {
        what: 'bundles in a browser',
        by: `Chromium ${browser.version()}`,
        found: `${bys.length * entries.length} as in Node`,
      },
    ]
  } finally {
    await browser.close()
  }
}

export const bundlers: Step = {
  name: 'bundlers: esbuild, webpack, and a browser',
  run: async ({ user }: Trial) => {
    const folder = emptyFolder('bundlers')
    install(folder, 'esbuild', 'webpack')
    const esbuild = `esbuild ${versionOf(folder, 'esbuild')}`
    const webpack = `webpack ${versionOf(folder, 'webpack')}`
    return [
      ...(await bundled(user, esbuild, byEsbuild(folder))),
      ...(await bundled(user, webpack, byWebpack(folder))),
      ...(await inBrowser(user, [`Vite ${viteVersion}`, esbuild, webpack])),
    ]
  },
}
