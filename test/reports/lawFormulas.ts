/** TeX and Markdown as they are written, but for escaped backticks. */
const tex = (parts: TemplateStringsArray, ...holes: readonly string[]): string =>
  String.raw(parts, ...holes).replaceAll('\\`', '`')

/** What the page of laws says of a law beside its own docstring: formulas are in TeX. */
export interface Entry {
  readonly formula: string | readonly string[]
  /** Where it is tried, as a clause. */
  readonly drawn: string
  /** By how much both sides may differ; they are equal to the bit where it is left out. */
  readonly tolerance?: string
}

const smooth = "`programPlaces('smooth')`, random programs away from kinks"
const kinked = "`programPlaces('kinked')`, random programs with kinks, ties and jumps"
const wild =
  "`programPlaces('wild')`, random programs on any values, NaN, infinities, -0 and subnormal numbers included"
const operations = 'places of every public operation in float64 and float32, `functionPlaces`'
const away = 'farther from kinks than the step reaches'
const whole = 'whole numbers from -9 to 9, on which sums and products are exact, in float64, float32 and int32'
const samples = "`samplesOf` every case of the record's domain"

const rounding = tex`$2\,(N_w(a) + N_w(b))$, \`roundingTolerance\` of both sides`
const forward = tex`\`forwardTolerance\`, with $h = 2^{-26}$ in float64 and $2^{-12}$ in float32`
const central = tex`\`centralTolerance\`, with $h = 2^{-18}$ in float64 and $2^{-8}$ in float32`

const forwardFormula = tex`\frac{\langle w, f(x + h v)\rangle - \langle w, f(x)\rangle}{h} \approx \langle w, J v\rangle`
const centralFormula = tex`\frac{\langle w, f(x + h v)\rangle - \langle w, f(x - h v)\rangle}{2h} \approx \langle w, J v\rangle`
const adjointFormula = tex`\langle w, J v\rangle = \langle J^\top w, v\rangle`
const linearFormula = tex`J (2 v) = 2\, J v, \qquad J^\top (2 w) = 2\, J^\top w`
const secondFormula = tex`(x, v) \mapsto J(x)\, v \quad\text{and}\quad (x, w) \mapsto J(x)^\top w \quad\text{obey forwardDifference and adjoint}`

const fourier = (relative: string): string => tex`$${relative}$, with $\tau$ = \`fourierTolerance\` of the length`

/** What is said at the head of a module. */
export const namespaces: Readonly<Record<string, string>> = {
  derivative:
    'Each takes a map of a list of tensors to such a list, and is tried at a point `primals`, with `tangents` $v$ and `weights` $w$.',
  primitive:
    'Those of `derivative` and two more, about a record: `primitive.adjoint(primitives.tanh)`. A record with a wrong rule is another argument.',
  tolerance: tex`The bound on rounding comes from the arithmetic that a function is made of. Each intermediate result $r_k$ is off by $e_k$ at most: 0 for
what is exact, $u \lvert r_k\rvert$ for what is correctly rounded, $2u\lvert r_k\rvert$ for an elementary function (one unit in the last place), as many
$u$ of the sum of the terms' sizes as additions that one term passes through, for sums. That moves the whole by the sensitivity to
$r_k$, which one pass of reverse mode gives. To first order in $u$, with $n$ results,

$$N_w(f)(x) = \sum_k \left\lvert \frac{\partial \langle w, f\rangle}{\partial r_k} \right\rvert \cdot e_k \;+\; n\,u \sum_i \lvert w_i f_i\rvert$$

\`roundedInner(f, x, w)\` computes it, and \`laws/roundings.ts\` has $e_k$ of every primitive.`,
}

/** Every law that is exported. */
export const entries: Readonly<Record<string, Entry>> = {
  'algebra.broadcasting': {
    formula: tex`a \sqcup b = b \sqcup a, \quad (a \sqcup b) \sqcup c = a \sqcup (b \sqcup c), \quad a \sqcup [\,] = a`,
    drawn: '`shapes`, and `broadcastable` ones',
    tolerance: 'none: the same shape, or none on both sides',
  },
  'algebra.broadcastOperands': {
    formula: tex`a + b = b + a = B(a) + B(b), \quad a b = b a`,
    drawn: `\`broadcastable\` shapes, ${whole}`,
  },
  'algebra.ring': {
    formula: tex`(a + b) + c = a + (b + c), \quad a - a = 0, \quad (a b) c = a (b c), \quad a (b + c) = a b + a c, \quad \ldots`,
    drawn: whole,
    tolerance: 'none: equal numbers, 0 and -0 alike',
  },
  'algebra.reshaping': {
    formula: tex`\operatorname{reshape}(\operatorname{reshape}(x, s), \operatorname{shape} x) = x`,
    drawn: whole,
  },
  'algebra.transposing': {
    formula: tex`(x^p)^q = x^{p \circ q}, \quad (x^p)^{p^{-1}} = x`,
    drawn: `${whole}, with \`permutations\``,
  },
  'algebra.flipping': { formula: tex`\operatorname{flip}(\operatorname{flip}(x)) = x`, drawn: whole },
  'algebra.joining': {
    formula: tex`\operatorname{slice}(\operatorname{concatenate}(a, b)) = a, b, \quad \operatorname{take}(\operatorname{stack}(a, b)) = a, b`,
    drawn: whole,
  },
  'algebra.padding': {
    formula: tex`\operatorname{slice}(\operatorname{pad}(x)) = x, \quad \textstyle\sum \operatorname{pad}(x) = \sum x`,
    drawn: `${whole}, and widths from 0 to 2`,
  },
  'algebra.matrices': {
    formula: tex`(a b) c = a (b c), \quad 1 a = a = a 1, \quad (a b)^\top = b^\top a^\top`,
    drawn: `${whole}, of extents from 0 to 3, with leading axes`,
    tolerance: 'none: equal numbers, 0 and -0 alike',
  },
  'algebra.adjointPair': {
    formula: tex`\langle y, f(x)\rangle = \langle g(y), x\rangle`,
    drawn: 'pairs such as broadcastTo and sum, slice and pad, take and scatterAdd, on whole numbers',
  },
  'batching.permutation': {
    formula: tex`\bigsqcup_k \text{batch}_k = \{0, \ldots, n - 1\}, \quad \lvert \text{batch}_k\rvert = b \text{ but for the last}`,
    drawn: 'up to 40 rows, batches of up to 45, with and without a key, any epoch',
  },
  'batching.resumption': {
    formula: tex`\text{batches from } k = (\text{batches from } 0) \text{ without the first } k`,
    drawn: 'the same, and any number of batches that are done',
  },
  'calculus.identity': { formula: tex`D(\mathrm{id}) = \mathrm{id}`, drawn: kinked },
  'calculus.functoriality': {
    formula: tex`D(g \circ f)(x) = Dg(f(x)) \circ Df(x), \qquad D^\top(g \circ f)(x) = D^\top f(x) \circ D^\top g(f(x))`,
    drawn: `${kinked}, cut in two by \`factored\``,
    tolerance: rounding,
  },
  'calculus.linearity': {
    formula: tex`D(2 f - 3 g) = 2\, Df - 3\, Dg`,
    drawn: `${kinked}, and the same of opposite inputs`,
    tolerance: rounding,
  },
  'calculus.productRule': {
    formula: tex`D(f g) = Df \cdot g + f \cdot Dg`,
    drawn: `${kinked}, and the same of opposite inputs`,
    tolerance: rounding,
  },
  'codecs.recovery': {
    formula: tex`\text{decode} \circ \text{encode} = \mathrm{id}`,
    drawn:
      '`wildTensors`, `wildTrees`, and records of them with awkward names: npy, npz, IDX, safetensors, trees, checkpoints',
  },
  'codecs.stability': {
    formula: tex`\text{encode} \circ \text{decode} \circ \text{encode} = \text{encode}`,
    drawn: 'the same',
  },
  'derivative.forwardDifference': {
    formula: forwardFormula,
    drawn: `${smooth}; ${operations}, ${away}`,
    tolerance: forward,
  },
  'derivative.centralDifference': {
    formula: centralFormula,
    drawn: `${smooth}; ${operations}, ${away}`,
    tolerance: central,
  },
  'derivative.adjoint': { formula: adjointFormula, drawn: `${kinked}; ${operations}`, tolerance: rounding },
  'derivative.secondOrder': {
    formula: secondFormula,
    drawn: `${smooth}; ${operations}, ${away}`,
    tolerance: 'those of the two laws',
  },
  'derivative.homogeneity': { formula: linearFormula, drawn: kinked },
  'engine.compilation': {
    formula: tex`\operatorname{jit}(f)(x) = f(x)`,
    drawn: `${wild}; ${operations}`,
    tolerance: 'none: equal to the bit, payloads of NaN aside',
  },
  'engine.simplification': {
    formula: tex`\operatorname{simplify}(f)(x) = f(x), \quad \#\operatorname{simplify}(f) \le \# f`,
    drawn: `${wild}, and their derivatives in both modes`,
  },
  'engine.compiledDerivatives': {
    formula: tex`\operatorname{jit}(D f) = D f = D (\operatorname{jit} f)`,
    drawn: wild,
  },
  'engine.batching': {
    formula: tex`\operatorname{vmap}(f)(x_1, \ldots, x_n) = (f(x_1), \ldots, f(x_n))`,
    drawn:
      '`batchesOf` the inputs of random programs, of their derivatives in both modes, and of every public operation',
  },
  'engine.agreement': {
    formula: tex`f_{\text{theirs}}(x) \approx f(x)`,
    drawn: `${smooth}, run by ONNX Runtime`,
    tolerance: tex`$4\,N_w(f)(x)$ for each element, in the manner of the other engine: sums in any order, elementary functions within so many units in the last place`,
  },
  'fourier.inversion': {
    formula: tex`F^{-1} F z = z = F F^{-1} z`,
    drawn: 'lengths from 1 to 40, and some of up to 134, along any axis, in float64 and float32, elements from -3 to 3',
    tolerance: fourier(tex`(2\tau + u)\,\lVert z\rVert`),
  },
  'fourier.isometry': {
    formula: tex`\lVert F z\rVert = \sqrt{n}\,\lVert z\rVert`,
    drawn: 'the same',
    tolerance: fourier(tex`(\tau + 4u + 2^{-53} N)\,\sqrt{n}\,\lVert z\rVert`),
  },
  'fourier.linearity': {
    formula: tex`F (z + z') = F z + F z'`,
    drawn: 'the same',
    tolerance: fourier(tex`2 (\tau + 2u)\,\sqrt{n}\,(\lVert z\rVert + \lVert z'\rVert)`),
  },
  'fourier.convolution': {
    formula: tex`F (x * h) = F x \cdot F h`,
    drawn: 'vectors of such lengths',
    tolerance: fourier(tex`(3\tau + (n + 8) u)\,\lVert x\rVert\,\lVert h\rVert_1`),
  },
  'lesson.slope': {
    formula: tex`\left\lvert \frac{f(x + h) - f(x)}{h} - f'(x) \right\rvert \le \frac{h}{2} \sup \lvert f''\rvert + \frac{4 u \sup \lvert f\rvert}{h}`,
    drawn: '`gridPoints(-9, 9)` with steps of $2^{-16}$, $2^{-20}$ and $2^{-24}$: sigmoid, tanh, relu, leaky relu',
    tolerance: '`lessonTolerance`',
  },
  'lesson.gradient': {
    formula: tex`\frac{f(x + h e_i) - f(x)}{h} \approx \frac{\partial f}{\partial x_i}`,
    drawn: 'logits from -5 to 5 with labels or distributions: softmax cross entropy',
    tolerance: '`forwardTolerance`',
  },
  'models.associativity': {
    formula: tex`(f ; g) ; h = f ; (g ; h)`,
    drawn: '`modelChains` with and without states, random states at any point of a stream, batches from -3 to 3',
  },
  'models.identities': { formula: tex`\mathrm{id} ; f = f = f ; \mathrm{id}`, drawn: 'the same' },
  'models.sequence': {
    formula: tex`\operatorname{sequential}(f, g, \ldots) = f ; g ; \ldots`,
    drawn: 'the same, four models long',
  },
  'models.threading': {
    formula: tex`\text{train}(f ; g) = \text{train } f \text{, then train } g`,
    drawn: 'the same, with states',
  },
  'models.naming': {
    formula: tex`\operatorname{named}(n, f).\text{init} = \{ n : f.\text{init} \}`,
    drawn: 'the same, and any name, `__proto__` among them',
  },
  'models.compilation': {
    formula: tex`\operatorname{jit}(f)(p, x) = f(p)(x)`,
    drawn: 'the same, three models long',
  },
  'models.category': {
    formula: tex`(h \circ g) \circ f = h \circ (g \circ f), \quad \mathrm{id} \circ f = f = f \circ \mathrm{id}`,
    drawn: 'affine functions of whole numbers',
  },
  'models.functoriality': {
    formula: tex`(f ; g).\text{apply} = g.\text{apply} \circ f.\text{apply}`,
    drawn: '`modelChains` without states',
  },
  'onnx.roundTrip': {
    formula: tex`\operatorname{fromOnnx}(\operatorname{toOnnx}(f))(x) \approx f(x)`,
    drawn: smooth,
    tolerance: tex`that of \`engine.agreement\`, in the manner \`onnx.promised\``,
  },
  'optimizers.associativity': {
    formula: tex`(a\,b)\,c = a\,(b\,c)`,
    drawn: '`optimizerLinks`, every optimizer and every piece of one, along `courses`',
  },
  'optimizers.identities': { formula: tex`1\,a = a = a\,1`, drawn: 'the same' },
  'optimizers.masking': {
    formula: tex`m(a\,b) = m(a)\,m(b), \quad m(a)\,\bar m(b) = \bar m(b)\,m(a)`,
    drawn: '`maskedCourses`',
  },
  'optimizers.compilation': {
    formula: tex`\operatorname{jit}(\text{update}) = \text{update}`,
    drawn: 'every one of `optimizersByName`, along `courses`',
  },
  'optimizers.continuation': {
    formula: tex`n \text{ steps, a copy of the state, } m \text{ steps} = n + m \text{ steps}`,
    drawn: 'every one of `optimizersByName`, along `courses`',
  },
  'optimizers.scheduleBounds': {
    formula: tex`\text{low} \le s(n) \le \text{high}, \quad s([n]) = s(n) = \operatorname{jit}(s)([n])`,
    drawn: 'every schedule, at steps up to $2^{31} - 1$',
  },
  'optimizers.folding': {
    formula: tex`\operatorname{fit}(\text{step}, s, b_1, b_2, \ldots) = s_1, s_2, \ldots \text{ with } s_k = \text{step}(s_{k - 1}, b_k)`,
    drawn: 'states and batches of whole numbers, `every` from 1 to 4, compiled or not',
  },
  'parallel.parallelism': {
    formula: tex`\text{step on } r \text{ ranks} \approx \text{step}, \quad \text{the same on all ranks}`,
    drawn: 'up to 12 rows on up to 5 ranks, linear models with descent and adam',
    tolerance: `${rounding}; among ranks none`,
  },
  'parallel.sharing': {
    formula: tex`\text{share}_0 \mathbin{+\!\!+} \ldots \mathbin{+\!\!+} \text{share}_{r - 1} = \text{batch}`,
    drawn: 'up to 20 rows on up to 6 ranks',
  },
  'precise.agreement': {
    formula: tex`\lvert f(x) - f_{31}(x)\rvert \le N_w(f)(x)`,
    drawn: `${samples}; ${smooth}`,
    tolerance: tex`$2\,N_w(f)(x)$`,
  },
  'precise.adjoint': {
    formula: adjointFormula,
    drawn: `${samples}; random programs`,
    tolerance: tex`\`roundingTolerance\` with $2^{-95}$ in the place of $u$`,
  },
  'precise.centralDifference': {
    formula: centralFormula,
    drawn: smooth,
    tolerance: tex`$\lvert D(2h) - D(h)\rvert + 2 \left( \frac{N(x + h v) + N(x - h v)}{2h} + N' \right)$ with $2^{-95}$ in the place of $u$, $h = 2^{-30}$`,
  },
  'precise.preparation': {
    formula: tex`\text{changed}(x_i \leftarrow a) = f(x \text{ with } x_i = a)`,
    drawn: '`changesOf` every record and of random programs',
  },
  'primitive.forwardDifference': { formula: forwardFormula, drawn: `${samples}, clear of kinks`, tolerance: forward },
  'primitive.centralDifference': { formula: centralFormula, drawn: `${samples}, clear of kinks`, tolerance: central },
  'primitive.adjoint': { formula: adjointFormula, drawn: `${samples}, kinks included`, tolerance: rounding },
  'primitive.homogeneity': { formula: linearFormula, drawn: `${samples}, kinks included` },
  'primitive.secondOrder': {
    formula: secondFormula,
    drawn: `${samples}, clear of kinks`,
    tolerance: 'those of the two laws',
  },
  'primitive.inference': {
    formula: tex`\operatorname{infer}(\operatorname{type} x) = \operatorname{type} f(x)`,
    drawn: `${samples}, kinks included`,
    tolerance: 'none: the same shapes and dtypes',
  },
  'primitive.batching': {
    formula: tex`\operatorname{batch}(f)(x_1, \ldots, x_n) = (f(x_1), \ldots, f(x_n))`,
    drawn: '`batchSamplesOf` every case of the domain, one to three examples',
  },
  'sparsity.compression': {
    formula: tex`\operatorname{dense}(\operatorname{sparseJacobian}(f)) = J_f`,
    drawn: 'patterns of up to 7 x 7, and functions with just these dependences',
    tolerance: 'none: equal to the bit, signs of zeros aside',
  },
  'textCodec.tables': { formula: tex`\text{decode}(\text{encode}(a)) = a`, drawn: '`dataTables`' },
  'textCodec.values': { formula: tex`\text{decode}(\text{encode}(a)) = a`, drawn: '`jsonValues`' },
  'textCodec.trees': { formula: tex`\text{decode}(\text{encode}(a)) = a`, drawn: '`dataTrees`' },
  'textCodec.images': { formula: tex`\text{decode}(\text{encode}(a)) = a`, drawn: '`dataImages`' },
  'transform.jacobian': {
    formula: tex`J_{\text{forward}} = J_{\text{reverse}}, \quad J_{\text{forward}} \cdot v = J v`,
    drawn: kinked,
    tolerance: rounding,
  },
  'transform.symmetry': {
    formula: tex`H = H^\top, \quad H v = D(\nabla f)\, v = \nabla (D f\, v) = \nabla \langle \nabla f, v\rangle`,
    drawn: smooth,
    tolerance: rounding,
  },
  'transform.diagonality': {
    formula: tex`\operatorname{hessianDiagonal}(f) = \operatorname{diag} H`,
    drawn: smooth,
    tolerance: rounding,
  },
  'transform.invisibility': {
    formula: tex`\text{the value that a transform gives beside the derivative} = f(x)`,
    drawn: kinked,
  },
  'transform.unrolling': {
    formula: tex`\operatorname{scan}(f)(c_0, x) = f(\ldots f(f(c_0, x_1), x_2) \ldots), \quad \operatorname{cond} = \text{the chosen branch}`,
    drawn: `${kinked}, with at least one loop or branch of the kind`,
    tolerance: `none for values; ${rounding} for derivatives`,
  },
  'transform.sweeping': {
    formula: tex`\bar v = \nabla (\text{the rest of } f \text{ behind } v)(v), \quad \bar x = \nabla f(x)`,
    drawn: `${smooth}; ${kinked}`,
  },
  'transform.keeping': {
    formula: tex`D (\text{loop with checkpoint}) = D (\text{loop})`,
    drawn: `${kinked}, with at least one loop`,
  },
  conventions: {
    formula: tex`\lvert\cdot\rvert'(0) = 0, \quad \frac{\partial \max(a, b)}{\partial a} = \tfrac12 \text{ where } a = b, \quad \ldots`,
    drawn: `${samples} that has kinks or ties`,
    tolerance: tex`$2 u \lvert \text{slope} \rvert$`,
  },
  lawfulGradient: {
    formula: tex`\frac{\partial f}{\partial x_i} = \lim_{h \to 0} \frac{f(x + h e_i) - f(x - h e_i)}{2h}`,
    drawn: 'points of an arbitrary that you give',
    tolerance: 'that of `gradcheck`, in numbers of some 31 digits',
  },
}

/** Every tolerance that is exported. */
export const tolerances: Readonly<Record<string, string>> = {
  curvatureMargin: tex`m_c = 2`,
  noiseMargin: tex`m_n = 2`,
  lessonTolerance: tex`\frac{h}{2} \sup \lvert f''\rvert + \frac{4 u \sup \lvert f\rvert}{h}`,
  forwardTolerance: tex`m_c\,\frac{h}{2} \sup \lvert f''\rvert + m_n \left( \frac{N(x) + N(x + h v)}{h} + N' \right)`,
  centralTolerance: tex`m_c\,\frac{h}{4} (\sup f'' - \inf f'') + m_n \left( \frac{N(x + h v) + N(x - h v)}{2h} + N' \right)`,
  roundingTolerance: tex`m_n \sum_i N_i`,
  forwardSteps: tex`h = \sqrt{u}: \quad 2^{-26}, \; 2^{-12}`,
  centralSteps: tex`h \approx \sqrt[3]{u}: \quad 2^{-18}, \; 2^{-8}`,
  precision: tex`2^{-95}`,
  fourierTolerance: tex`\tau(n) = u \sum_{r \mid n} \left( (2r + 1) \sqrt{2r} + 4 \right) \text{ over the prime factors } r \le 64 \text{ of } n`,
}
