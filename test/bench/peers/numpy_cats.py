"""The lesson's deep network, examples in columns; the cost, which the step does not need, is left out."""
import numpy as np


def sigmoid(z):
    return 1. / (1. + np.exp(-z))


def relu(Z):
    A = np.maximum(0, Z)
    return A


class DeepNeuralNetwork():
    def __init__(self, layers_dim, activations, parameters):
        self.layers_dim = layers_dim
        self.activations = activations
        self.parameters = parameters

    def __one_layer_forward(self, A_prev, W, b, activation):
        Z = np.dot(W, A_prev) + b
        if activation == 'sigmoid':
            A = sigmoid(Z)
        if activation == 'relu':
            A = relu(Z)
        cache = {'Z': Z, 'A': A}
        return A, cache

    def __forward_propagation(self, X):
        caches = []
        A_prev = X
        caches.append({'A': A_prev})
        for l in range(1, len(self.layers_dim)):
            W, b = self.parameters['W' + str(l)], self.parameters['b' + str(l)]
            A_prev, cache = self.__one_layer_forward(A_prev, W, b, self.activations[l - 1])
            caches.append(cache)
        AL = caches[-1]['A']
        return AL, caches

    def sigmoid_backward(self, dA, Z):
        s = sigmoid(Z)
        dZ = dA * s * (1 - s)
        return dZ

    def relu_backward(self, dA, Z):
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
        return dZ

    def __linear_backward(self, dZ, A_prev, W):
        m = A_prev.shape[1]
        dW = np.dot(dZ, A_prev.T) / m
        db = np.sum(dZ, axis=1, keepdims=True) / m
        dA_prev = np.dot(W.T, dZ)
        return dA_prev, dW, db

    def __activation_backward(self, dA, Z, activation):
        assert (dA.shape == Z.shape)
        if activation == 'sigmoid':
            dZ = self.sigmoid_backward(dA, Z)
        if activation == 'relu':
            dZ = self.relu_backward(dA, Z)
        return dZ

    def __backward_propagation(self, caches, Y):
        L = len(self.layers_dim)
        grads = {}
        AL, A_prev = caches[L - 1]['A'], caches[L - 2]['A']
        dAL = - (Y / AL - (1 - Y) / (1 - AL))
        grads['dZ' + str(L - 1)] = self.__activation_backward(dAL, caches[L - 1]['Z'], self.activations[-1])
        grads['dA' + str(L - 2)], \
            grads['dW' + str(L - 1)], \
            grads['db' + str(L - 1)] = self.__linear_backward(grads['dZ' + str(L - 1)],
                                                              A_prev, self.parameters['W' + str(L - 1)])
        for l in reversed(range(1, L - 1)):
            grads['dZ' + str(l)] = self.__activation_backward(grads['dA' + str(l)],
                                                              caches[l]['Z'],
                                                              self.activations[l - 1])
            A_prev = caches[l - 1]['A']
            grads['dA' + str(l - 1)], \
                grads['dW' + str(l)], \
                grads['db' + str(l)] = self.__linear_backward(grads['dZ' + str(l)], A_prev,
                                                              self.parameters['W' + str(l)])
        return grads

    def __update_parameters(self, grads, learning_rate):
        for l in range(1, len(self.layers_dim)):
            self.parameters['W' + str(l)] -= learning_rate * grads['dW' + str(l)]
            self.parameters['b' + str(l)] -= learning_rate * grads['db' + str(l)]

    def fit(self, X, Y, num_iterations, learning_rate):
        for i in range(num_iterations):
            AL, caches = self.__forward_propagation(X)
            grads = self.__backward_propagation(caches, Y)
            self.__update_parameters(grads, learning_rate)
        return self


def prepare(inputs, targets, layers, problem, dtype):
    X, Y = inputs.astype(dtype).T, targets.astype(dtype).T
    count = len(layers)

    def train(steps):
        parameters = {}
        for l, (weights, bias) in enumerate(layers, 1):
            parameters['W' + str(l)] = weights.T.astype(dtype, order='C')
            parameters['b' + str(l)] = bias.reshape(-1, 1).astype(dtype)
        network = DeepNeuralNetwork(problem['sizes'], ['relu'] * (count - 1) + ['sigmoid'], parameters)
        network.fit(X, Y, steps, problem['rate'])
        return lambda: [[parameters['W' + str(l)].T, parameters['b' + str(l)]] for l in range(1, count + 1)]

    return train
