import { thisMachine } from '../machine.js'

/** A function of a module that is loaded when it is called. */
const lazily =
  <Module, A, R>(load: () => Promise<Module>, choose: (module: Module) => (argument: A) => R | Promise<R>) =>
  async (argument: A): Promise<R> =>
    choose(await load())(argument)

/** What a process of its own can measure, by name: each takes an argument and gives a result that are plain data. */
export const probes = {
  allReduce: lazily(
    () => import('./ranks.js'),
    ({ allReduceProbe }) => allReduceProbe,
  ),
  batch: lazily(
    () => import('./scaling.js'),
    ({ batchProbe }) => batchProbe,
  ),
  bundle: lazily(
    () => import('./bundle.js'),
    ({ bundleProbe }) => bundleProbe,
  ),
  compile: lazily(
    () => import('./compile.js'),
    ({ compileProbe }) => compileProbe,
  ),
  defineByRun: lazily(
    () => import('./growth.js'),
    ({ defineByRunProbe }) => defineByRunProbe,
  ),
  elementwise: lazily(
    () => import('./elementwise.js'),
    ({ elementwiseProbe }) => elementwiseProbe,
  ),
  gradbench: lazily(
    () => import('./gradbench.js'),
    ({ gradbenchProbe }) => gradbenchProbe,
  ),
  growth: lazily(
    () => import('./growth.js'),
    ({ growthProbe }) => growthProbe,
  ),
  machine: async (_: null) => thisMachine(),
  matmul: lazily(
    () => import('./matmul.js'),
    ({ matmulProbe }) => matmulProbe,
  ),
  noRanks: lazily(
    () => import('./ranks.js'),
    ({ noRanksProbe }) => noRanksProbe,
  ),
  numpy: lazily(
    () => import('./numpy.js'),
    ({ numpyProbe }) => numpyProbe,
  ),
  onnxCall: lazily(
    () => import('./onnx.js'),
    ({ onnxCallProbe }) => onnxCallProbe,
  ),
  onnxMatmul: lazily(
    () => import('./onnx.js'),
    ({ onnxMatmulProbe }) => onnxMatmulProbe,
  ),
  peerMatmul: lazily(
    () => import('./peers.js'),
    ({ peerMatmulProbe }) => peerMatmulProbe,
  ),
  race: lazily(
    () => import('./race.js'),
    ({ raceProbe }) => raceProbe,
  ),
  rankScaling: lazily(
    () => import('./ranks.js'),
    ({ rankScalingProbe }) => rankScalingProbe,
  ),
  scan: lazily(
    () => import('./scaling.js'),
    ({ scanProbe }) => scanProbe,
  ),
  startup: lazily(
    () => import('./startup.js'),
    ({ startupProbe }) => startupProbe,
  ),
  tiles: lazily(
    () => import('./tiles.js'),
    ({ tilesProbe }) => tilesProbe,
  ),
} as const

export type ProbeName = keyof typeof probes

export type ArgumentOf<N extends ProbeName> = Parameters<(typeof probes)[N]>[0]
export type ResultOf<N extends ProbeName> = Awaited<ReturnType<(typeof probes)[N]>>

/** Runs a probe somewhere, with all cores or some of them. */
export type Measure = <N extends ProbeName>(name: N, argument: ArgumentOf<N>, cores?: number) => Promise<ResultOf<N>>

/** Runs it in this process, which has the cores that it has. */
export const here: Measure = <N extends ProbeName>(name: N, argument: ArgumentOf<N>) =>
  (probes[name] as (argument: ArgumentOf<N>) => Promise<ResultOf<N>>)(argument)
