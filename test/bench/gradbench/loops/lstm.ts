/** The inputs of the network, row by row: main [2 L, 4 B], extra [3, B], state [2 L, B], sequence [C, B]. */
export interface LstmInput {
  readonly layers: number
  readonly bits: number
  readonly main: Float64Array
  readonly extra: Float64Array
  readonly state: Float64Array
  readonly sequence: Float64Array
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** What each step has made, a row a step: of layers side by side, and of y. */
interface Record {
  readonly gates: Float64Array
  readonly hidden: Float64Array
  readonly cell: Float64Array
  readonly squashed: Float64Array
  readonly y: Float64Array
}

/** The likelihood, and what was made on the way. */
const forward = ({ layers, bits, main, extra, state, sequence }: LstmInput): readonly [number, Record] => {
  const steps = sequence.length / bits - 1
  const width = layers * bits
  // Row 0 of hidden and cell is the initial state.
  const hidden = new Float64Array((steps + 1) * width)
  const cell = new Float64Array((steps + 1) * width)
  const gates = new Float64Array(steps * width * 4)
  const squashed = new Float64Array(steps * width)
  const ys = new Float64Array(steps * bits)
  for (let l = 0; l < layers; l++)
    for (let j = 0; j < bits; j++) {
      hidden[l * bits + j] = state[2 * l * bits + j]
      cell[l * bits + j] = state[(2 * l + 1) * bits + j]
    }
  let total = 0
  for (let t = 0; t < steps; t++) {
    const [before, after] = [t * width, (t + 1) * width]
    for (let l = 0; l < layers; l++) {
      const [w, b] = [8 * l * bits, (8 * l + 4) * bits]
      for (let j = 0; j < bits; j++) {
        const at = l * bits + j
        const input = l === 0 ? sequence[t * bits + j] * extra[j] : hidden[after + at - bits]
        const h = hidden[before + at]
        const forget = sigmoid(input * main[w + j] + main[b + j])
        const entry = sigmoid(h * main[w + bits + j] + main[b + bits + j])
        const out = sigmoid(input * main[w + 2 * bits + j] + main[b + 2 * bits + j])
        const change = Math.tanh(h * main[w + 3 * bits + j] + main[b + 3 * bits + j])
        const next = cell[before + at] * forget + entry * change
        const narrow = Math.tanh(next)
        cell[after + at] = next
        hidden[after + at] = out * narrow
        squashed[before + at] = narrow
        const g = 4 * (before + at)
        gates[g] = forget
        gates[g + 1] = entry
        gates[g + 2] = out
        gates[g + 3] = change
      }
    }
    const top = after + width - bits
    let sum = 2
    for (let j = 0; j < bits; j++) {
      const y = hidden[top + j] * extra[bits + j] + extra[2 * bits + j]
      ys[t * bits + j] = y
      sum += Math.exp(y)
    }
    const norm = Math.log(sum)
    for (let j = 0; j < bits; j++) total += sequence[(t + 1) * bits + j] * (ys[t * bits + j] - norm)
  }
  return [-total / (bits * steps), { gates, hidden, cell, squashed, y: ys }]
}

const objective = (input: LstmInput): number => forward(input)[0]

/** The slopes of the loss by main and extra, one after the other. */
const jacobian = (input: LstmInput): Float64Array => {
  const { layers, bits, main, extra, sequence } = input
  const [, { gates, hidden, cell, squashed, y }] = forward(input)
  const steps = sequence.length / bits - 1
  const width = layers * bits
  const d = new Float64Array(main.length + extra.length)
  const ofExtra = main.length
  const dHidden = new Float64Array(width)
  const dCell = new Float64Array(width)
  const scale = -1 / (bits * steps)
  for (let t = steps - 1; t >= 0; t--) {
    const [before, after] = [t * width, (t + 1) * width]
    const top = width - bits
    let [sum, told] = [2, 0]
    for (let j = 0; j < bits; j++) {
      sum += Math.exp(y[t * bits + j])
      told += sequence[(t + 1) * bits + j]
    }
    for (let j = 0; j < bits; j++) {
      const dy = scale * (sequence[(t + 1) * bits + j] - (told * Math.exp(y[t * bits + j])) / sum)
      d[ofExtra + bits + j] += dy * hidden[after + top + j]
      d[ofExtra + 2 * bits + j] += dy
      dHidden[top + j] += dy * extra[bits + j]
    }
    for (let l = layers - 1; l >= 0; l--) {
      const [w, b] = [8 * l * bits, (8 * l + 4) * bits]
      for (let j = 0; j < bits; j++) {
        const at = l * bits + j
        const g = 4 * (before + at)
        const [forget, entry, out, change] = [gates[g], gates[g + 1], gates[g + 2], gates[g + 3]]
        const narrow = squashed[before + at]
        const bit = sequence[t * bits + j]
        const read = l === 0 ? bit * extra[j] : hidden[after + at - bits]
        const h = hidden[before + at]
        const dNext = dCell[at] + dHidden[at] * out * (1 - narrow * narrow)
        const dForget = dNext * cell[before + at] * forget * (1 - forget)
        const dEntry = dNext * change * entry * (1 - entry)
        const dOut = dHidden[at] * narrow * out * (1 - out)
        const dChange = dNext * entry * (1 - change * change)
        d[w + j] += dForget * read
        d[w + bits + j] += dEntry * h
        d[w + 2 * bits + j] += dOut * read
        d[w + 3 * bits + j] += dChange * h
        d[b + j] += dForget
        d[b + bits + j] += dEntry
        d[b + 2 * bits + j] += dOut
        d[b + 3 * bits + j] += dChange
        dCell[at] = dNext * forget
        dHidden[at] = dEntry * main[w + bits + j] + dChange * main[w + 3 * bits + j]
        const dRead = dForget * main[w + j] + dOut * main[w + 2 * bits + j]
        if (l > 0) dHidden[at - bits] += dRead
        else d[ofExtra + j] += dRead * bit
      }
    }
  }
  return d
}

/** The loss of the network, and its gradient, by hand. */
export const loops = { objective, jacobian } as const
