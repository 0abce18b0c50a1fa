"""Any of the networks in PyTorch, differentiated by it and trained by its gradient descent."""
import os

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(os.cpu_count())

ACTIVATIONS = {'relu': nn.ReLU, 'sigmoid': nn.Sigmoid, 'tanh': nn.Tanh}
LOSSES = {
    'half squared error': lambda z, y: ((torch.sigmoid(z) - y)**2).sum() / 2,
    'sigmoid cross entropy': F.binary_cross_entropy_with_logits,
    'softmax cross entropy': lambda z, y: F.cross_entropy(z, y),
}


def prepare(inputs, targets, layers, problem, dtype):
    dtype = getattr(torch, dtype)
    x = torch.from_numpy(inputs).to(dtype)
    y = torch.from_numpy(targets).to(dtype)
    if problem['loss'] == 'softmax cross entropy':
        y = y.argmax(dim=1)
    loss = LOSSES[problem['loss']]
    size = problem['batch']
    batches = [(x[at:at + size], y[at:at + size]) for at in range(0, len(x), size)]

    def build():
        modules = []
        for weights, bias in layers:
            layer = nn.utils.skip_init(nn.Linear, *weights.shape, bias=len(bias) > 0, dtype=dtype)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(weights.T))
                if len(bias) > 0:
                    layer.bias.copy_(torch.from_numpy(bias))
            modules += [layer, ACTIVATIONS[problem['activation']]()]
        return nn.Sequential(*modules[:-1])

    def train(steps):
        network = build()
        optimizer = torch.optim.SGD(network.parameters(), lr=problem['rate'])
        for step in range(steps):
            xb, yb = batches[step % len(batches)]
            optimizer.zero_grad()
            loss(network(xb), yb).backward()
            optimizer.step()
        dense = [layer for layer in network if isinstance(layer, nn.Linear)]
        return lambda: [[layer.weight.detach().numpy().T] + ([] if layer.bias is None else [layer.bias.detach().numpy()])
                        for layer in dense]

    return train
