"""Trains on request: a line of JSON comes in, a line of JSON goes out.

    {"prepare": {...a problem, its arrays in files}, "library": "numpy" or "torch", "dtype": "float64" or "float32"}
    {"measure": "a function of numpy_sweeps", "argument": {...}}
    {"gradbench": {"module": ..., "function": ..., "input": ...}}    makes a function of torch_gradbench ready for an input
    {"evaluate": 10}    evaluates it so many times
    {"output": true}    evaluates it once more, for what comes out
    {"steps": 100, "params": "a file"}    trains anew from the initial weights, and writes the weights that come out
"""
import json
import sys
import time
from importlib import import_module

import numpy as np


def library_versions():
    blas = sorted({line.split('/')[-1].strip() for line in open('/proc/self/maps')
                   if 'blas' in line and '.so' in line})
    found = {'python': sys.version.split()[0], 'numpy': np.__version__, 'blas': blas}
    try:
        import torch
        found['torch'] = torch.__version__
    except ImportError:
        pass
    return found


def read_problem(given):
    """The arrays of a problem: inputs divided by their scale, and the weights and bias of each layer as [inputs, outputs]."""
    inputs = np.fromfile(given['inputs'], given['inputsType']).reshape(given['count'], -1)
    targets = np.fromfile(given['targets']).reshape(given['count'], -1)
    params = np.fromfile(given['initial'])
    layers = []
    for place in given['places']:
        weights = params[place['weights']:place['bias']].reshape(place['inputs'], place['outputs'])
        layers.append((weights, params[place['bias']:place['end']]))
    return inputs / given['scale'], targets, layers


def main():
    train = evaluate = None
    for line in sys.stdin:
        request = json.loads(line)
        if 'prepare' in request:
            given = request['prepare']
            name = f"numpy_{given['name']}" if request['library'] == 'numpy' else 'torch_network'
            inputs, targets, layers = read_problem(given)
            train = import_module(name).prepare(inputs, targets, layers, given, request['dtype'])
            answer = {}
        elif 'steps' in request:
            start = time.perf_counter()
            trained = train(request['steps'])
            answer = {'seconds': time.perf_counter() - start}
            parts = [np.asarray(part, np.float64).ravel() for layer in trained() for part in layer]
            np.concatenate(parts).tofile(request['params'])
        elif 'gradbench' in request:
            given = request['gradbench']
            evaluate = import_module('torch_gradbench').prepare(given['module'], given['function'], given['input'])
            answer = {}
        elif 'evaluate' in request:
            start = time.perf_counter()
            for _ in range(request['evaluate']):
                evaluate()
            answer = {'seconds': time.perf_counter() - start}
        elif 'output' in request:
            answer = {'output': import_module('torch_gradbench').plain(evaluate())}
        elif 'measure' in request:
            answer = getattr(import_module('numpy_sweeps'), request['measure'])(**request['argument'])
        else:
            answer = library_versions()
        print(json.dumps(answer), flush=True)


main()
