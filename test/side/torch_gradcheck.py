"""Puts cases to PyTorch's gradcheck: a JSON list comes in, one of verdicts goes out.

A case is a value and a gradient as expressions of a vector x, a point and a dtype. The gradient is what the backward of
a torch.autograd.Function gives; gradcheck has its own defaults. A verdict is 'passes', or the first line of what is said.
"""
import json
import sys
import warnings

import torch

OPERATIONS = {
    'neg': torch.neg, 'exp': torch.exp, 'expm1': torch.expm1, 'log': torch.log, 'log1p': torch.log1p,
    'sin': torch.sin, 'cos': torch.cos, 'tanh': torch.tanh, 'sigmoid': torch.sigmoid, 'sqrt': torch.sqrt,
    'square': torch.square, 'abs': torch.abs, 'sign': torch.sign, 'relu': torch.relu,
    'add': torch.add, 'sub': torch.sub, 'mul': torch.mul, 'div': torch.div, 'maximum': torch.maximum,
    'sum': torch.sum, 'mean': torch.mean, 'max': torch.max,
    'cumsum': lambda x: torch.cumsum(x, 0), 'reverse': lambda x: torch.flip(x, [0]),
    'softmax': lambda x: torch.softmax(x, 0), 'matvec': torch.mv,
}


def evaluate(expression, x):
    if expression == 'x':
        return x
    if isinstance(expression, (int, float)):
        return torch.tensor(float(expression), dtype=x.dtype)
    if 'constant' in expression:
        return torch.tensor(expression['constant'], dtype=x.dtype)
    return OPERATIONS[expression['operation']](*[evaluate(each, x) for each in expression['operands']])


def function_of(case):
    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return evaluate(case['value'], x)

        @staticmethod
        def backward(ctx, cotangent):
            x, = ctx.saved_tensors
            return (cotangent * evaluate(case['gradient'], x)).expand_as(x)

    return Function.apply


def verdict(case):
    x = torch.tensor(case['at'], dtype=getattr(torch, case['dtype']), requires_grad=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            torch.autograd.gradcheck(function_of(case), (x,))
        return 'passes'
    except Exception as error:
        return str(error).split('\n')[0]


cases = json.load(sys.stdin)
json.dump({'version': torch.__version__, 'verdicts': [verdict(case) for case in cases]}, sys.stdout)
