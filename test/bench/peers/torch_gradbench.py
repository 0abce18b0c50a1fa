"""Evaluations of GradBench in PyTorch, in float64: each made ready for an input, with results as lists of numbers."""
import math
import os

import torch

torch.set_num_threads(len(os.sched_getaffinity(0)))


def tensor(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def gradient_by(f, params):
    """The function that gives the gradients of a scalar function by all of its parameters."""
    params = [param.clone().requires_grad_() for param in params]
    return lambda: torch.autograd.grad(f(*params), params)


def lse(x):
    greatest = x.max()
    return greatest + torch.log(torch.exp(x - greatest).sum())


def ready_lse(name, given):
    x = tensor(given['x'])
    if name == 'primal':
        return lambda: lse(x)
    gradient = gradient_by(lse, [x])
    return lambda: gradient()[0]


def kmeans_cost(points, centroids):
    distances = (points**2).sum(1, keepdim=True) + (centroids**2).sum(1) - 2 * points @ centroids.T
    return distances.min(1).values.sum()


def ready_kmeans(name, given):
    points, centroids = tensor(given['points']), tensor(given['centroids'])
    if name == 'cost':
        return lambda: kmeans_cost(points, centroids)

    def direction():
        at = centroids.clone().requires_grad_()
        slope, = torch.autograd.grad(kmeans_cost(points, at), at, create_graph=True)
        curvature, = torch.autograd.grad(slope.sum(), at)
        return slope / curvature

    return direction


def gmm_objective(d, x, m, gamma):
    n = len(x)
    rows, columns = torch.tril_indices(d, d, -1).tolist()
    # The strictly lower part comes column by column.
    order = sorted(range(len(rows)), key=lambda at: (columns[at], rows[at]))
    rows, columns = [rows[at] for at in order], [columns[at] for at in order]
    nu = d + m + 1
    log_gamma = d * (d - 1) / 4 * math.log(math.pi) + sum(math.lgamma(nu / 2 + (1 - j) / 2) for j in range(1, d + 1))
    constant = nu * d * math.log(gamma / math.sqrt(2)) - log_gamma

    def objective(alpha, mu, q, l):
        k = len(alpha)
        factors = torch.diag_embed(torch.exp(q))
        factors = factors.index_put((torch.arange(k)[:, None], torch.tensor(rows), torch.tensor(columns)), l)
        moved = torch.einsum('kij,nkj->nki', factors, x[:, None, :] - mu)
        sums = q.sum(1)
        beta = alpha + sums - (moved**2).sum(2) / 2
        prior = gamma**2 / 2 * (torch.exp(2 * q).sum() + (l**2).sum()) - m * sums.sum()
        likelihood = torch.logsumexp(beta, 1).sum() - n * (d / 2 * math.log(2 * math.pi) + torch.logsumexp(alpha, 0))
        return likelihood + k * constant - prior

    return objective


def ready_gmm(name, given):
    objective = gmm_objective(given['d'], tensor(given['x']), given['m'], given['gamma'])
    params = [tensor(given[part]) for part in ('alpha', 'mu', 'q', 'l')]
    if name == 'objective':
        return lambda: objective(*params)
    gradient = gradient_by(objective, params)
    return lambda: dict(zip(('alpha', 'mu', 'q', 'l'), gradient()))


def lstm_objective(state, sequence):
    layers = len(state) // 2

    def objective(main, extra):
        # Views that are taken once have their slopes added up once, too.
        gates = [(rows[0].chunk(4), rows[1].chunk(4)) for rows in main.reshape(layers, 2, -1)]
        to_input, to_output, bias = extra
        hidden, cells = list(state[0::2]), list(state[1::2])
        total = 0
        for now, after in zip(sequence[:-1], sequence[1:]):
            z = now * to_input
            for layer, (weights, biases) in enumerate(gates):
                forget = torch.sigmoid(z * weights[0] + biases[0])
                into = torch.sigmoid(hidden[layer] * weights[1] + biases[1])
                out = torch.sigmoid(z * weights[2] + biases[2])
                change = torch.tanh(hidden[layer] * weights[3] + biases[3])
                cells[layer] = cells[layer] * forget + into * change
                z = hidden[layer] = out * torch.tanh(cells[layer])
            y = z * to_output + bias
            total = total + (after * (y - torch.log(2 + torch.exp(y).sum()))).sum()
        return -total / (sequence.shape[1] * (len(sequence) - 1))

    return objective


def ready_lstm(name, given):
    objective = lstm_objective(tensor(given['state']), tensor(given['sequence']))
    params = [tensor(given['main_params']), tensor(given['extra_params'])]
    if name == 'objective':
        return lambda: objective(*params)
    gradient = gradient_by(objective, params)
    return lambda: torch.cat([part.ravel() for part in gradient()])


READY = {'gmm': ready_gmm, 'kmeans': ready_kmeans, 'lse': ready_lse, 'lstm': ready_lstm}


def prepare(module, name, given):
    return READY[module](name, given)


def plain(result):
    return {key: part.tolist() for key, part in result.items()} if isinstance(result, dict) else result.tolist()
