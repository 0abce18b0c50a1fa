"""Products of matrices and chains of elementwise operations, as one writes them with NumPy."""
import time

import numpy as np


def least_seconds(work, runs):
    least = float('inf')
    for _ in range(runs):
        start = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - start)
    return least


def matmul(size, dtype, seconds):
    """Billions of operations a second."""
    a = (np.random.RandomState(size).random_sample((size, size)) * 2 / size).astype(dtype)
    out = np.empty_like(a)
    once = least_seconds(lambda: np.matmul(a, a, out=out), 3)
    runs = int(max(3, min(1000, seconds / once)))
    return 2 * size**3 / 1e9 / least_seconds(lambda: np.matmul(a, a, out=out), runs)


CHAINS = [
    (2, lambda x, y: x * 0.5 + 1),
    (3, lambda x, y: x * 0.5 + y),
    (3, lambda x, y: x - x * (x - y) * (x + y) * 0.25),
    (2, lambda x, y: np.exp(-x)),
]


def chains(count, dtype):
    """Billions of bytes a second that are read and written at least, of each chain."""
    x = np.full(count, 0.5, dtype)
    y = np.full(count, 0.75, dtype)
    return [arrays * x.nbytes / 1e9 / least_seconds(lambda: chain(x, y), 3) for arrays, chain in CHAINS]
