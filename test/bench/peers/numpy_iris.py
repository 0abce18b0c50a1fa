"""The lesson's two-layer network for iris. Two of its mistakes are mended, at no cost: the slope of the sigmoid is taken
at its input z1 (there at a1), and the rate counts the sum of the gradients as a mean. Its loss, a Python loop over the
rows that the step does not need, is left out.
"""
import numpy as np


def sigmoid(X):
    output = 1 / (1 + np.exp(-X))
    return output


def sigmoid_gradient(X):
    output = sigmoid(X) * (1 - sigmoid(X))
    return output


def softmax(X):
    return np.exp(X) / np.sum(np.exp(X), axis=1, keepdims=True)


def two_layer_net(X, Y, W1, W2):
    z1 = np.matmul(X, W1)
    a1 = sigmoid(z1)
    z2 = np.matmul(a1, W2)
    out = softmax(z2)
    d2 = out - Y
    dW2 = np.matmul(a1.T, d2)
    d1 = np.matmul(d2, (W2.T)) * sigmoid_gradient(z1)
    dW1 = np.matmul(X.T, d1)
    return dW1, dW2


def prepare(inputs, targets, layers, problem, dtype):
    (first, _), (second, _) = layers
    alpha = problem['rate'] / len(inputs)

    def train(steps):
        W1, W2 = first.copy(), second.copy()
        for _ in range(steps):
            dW1, dW2 = two_layer_net(inputs, targets, W1, W2)
            W1 -= alpha * dW1
            W2 -= alpha * dW2
        return lambda: [[W1], [W2]]

    return train
