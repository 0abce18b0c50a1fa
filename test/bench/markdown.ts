import { type Row, tableLines } from '../reports/markdown.js'
import { trainingNames } from './contestants/index.js'
import { showMachine } from './machine.js'
import { type Claim, type Finding, holds, type Report, type Table } from './report.js'
import { peers, ratioTo, timedAs } from './sections/race.js'
import { showCell, showNumber } from './text.js'
import { workloads } from './workloads/index.js'

const start = '<!-- benchmarks: made by npm run bench -->'
const end = '<!-- end of benchmarks -->'

const cells = (row: Table['rows'][number]): Row => row.map(showCell)

/** What all workloads took, and how many times as fast that is as each peer. */
const ratioLines = ({ findings }: Report): readonly string[] => {
  const rows = workloads.flatMap(({ name, title, dtype }): readonly Row[] => {
    const results = findings.find((finding) => finding.name === name)?.results
    if (results === undefined) return []
    const ratios = [...Object.values(peers), { name: /^PyTorch/, dtype }].map((peer) =>
      ratioTo(results, peer.name, peer.dtype),
    )
    const shown = ratios.map((ratio) => (ratio === undefined ? 'absent' : showNumber(ratio)))
    const times = Object.values(trainingNames).map((name) => showNumber(timedAs(name, results).step.median * 1e6))
    return [[title, dtype, ...times, ...shown]]
  })
  return tableLines(['training', 'dtype', 'us a step', 'in fast arithmetic', ...Object.keys(peers), 'PyTorch'], rows)
}

/** A text with the table between its markers made anew. */
export const withBenchmarks = (text: string, reports: readonly Report[]): string => {
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the markers of the benchmarks are missing: ${start} and ${end}`)
  const tables = reports.flatMap((report) => [`${showMachine(report.machine)}:`, '', ...ratioLines(report), ''])
  return `${text.slice(0, from)}${start}\n\n${tables.map((line) => `${line}\n`).join('')}${text.slice(to)}`
}

const claimRow = (claim: Claim): Row => [
  claim.what,
  `${claim.bound} ${showNumber(claim.of)}`,
  showNumber(claim.found),
  holds(claim) ? '✓' : '✗',
]

const findingLines = ({ title, tables, claims }: Finding): readonly string[] => [
  `### ${title}`,
  '',
  ...tables.flatMap((table) => [
    ...(table.title === undefined ? [] : [`${table.title}:`, '']),
    ...tableLines(table.head, table.rows.map(cells)),
    '',
  ]),
  ...(claims.length === 0
    ? []
    : [...tableLines(['what is to be shown', 'bound', 'found', ''], claims.map(claimRow)), '']),
]

/** The document that holds everything that was found. */
export const benchmarksDocument = (reports: readonly Report[]): string =>
  [
    '# Benchmarks',
    '',
    'Made anew by `npm run bench`, on the Node that runs it and the newest with long-term support. Every contestant trains',
    'the same network from the same weights over the same data, all in one process but for Python; their runs take turns,',
    'and where a loss that comes out deviates from ours by more than its dtype explains, the benchmarks fail. A ratio is the',
    'median time of a peer by that of ours: above 1, ours is the faster. A step is forward, backward and update; the value',
    'of the loss is nowhere part of it. NumPy is the lesson as it stands, with its mistakes in the gradient mended at no',
    'cost (`test/bench/peers`), JavaScript loops are as one writes them by hand, on Float64Arrays (`test/bench/loops`). Ours',
    'is measured as `dist/` has it, with exact arithmetic: every result has the same bits on any number of cores. What fast',
    'arithmetic takes stands beside it.',
    '',
    'GradBench is the public benchmark of tools for automatic differentiation: functions and their derivatives, most by',
    'programs that it wrote for each tool. Ours is measured as `examples/gradbench` answers it, from tensors in memory to',
    'tensors in memory; JavaScript loops with derivatives by hand (`test/bench/gradbench/loops`), TensorFlow.js in float32',
    'and PyTorch in float64 (`test/bench/peers/torch_gradbench.py`) evaluate the same inputs in turn with it, and their',
    'results are compared.',
    '',
    ...reports.flatMap((report) => [
      `## ${showMachine(report.machine)}`,
      '',
      ...(report.python === undefined
        ? []
        : [
            `Python ${report.python.python}, NumPy ${report.python.numpy} (${report.python.blas.join(', ')}), PyTorch ${report.python.torch ?? 'absent'}.`,
            '',
          ]),
      ...ratioLines(report),
      '',
      ...report.findings.flatMap(findingLines),
    ]),
  ].join('\n')
