"""Muon for the matrices of the layers (momentum, made orthogonal), AdamW for everything else.

Muon: K. Jordan and others, 2024. It needs fewer tokens than Adam for the same loss, and tokens are what a CPU has few of.
"""
import torch


def split(model):
    """Parameters for Muon (layers' matrices but the router's) and for Adam."""
    matrices, others = [], []
    for name, p in model.named_parameters():
        inner = name.startswith("layers.") and "router" not in name and "norm" not in name and p.ndim >= 2
        (matrices if inner else others).append(p)
    return matrices, others


class Muon:
    def __init__(self, parameters, momentum=0.95):
        self.parameters, self.momentum = parameters, momentum
        self.buffers = [torch.zeros_like(p) for p in parameters]

    @torch.no_grad()
    def step(self, rate):
        for p, buffer in zip(self.parameters, self.buffers):
            buffer.lerp_(p.grad, 1 - self.momentum)
            update = p.grad.lerp(buffer, self.momentum)  # Nesterov
            stack = update.view(-1, *update.shape[-2:])
            p.mul_(1 - 0.01 * rate).add_(orthogonal(stack).view_as(p), alpha=-rate * max(1, stack.shape[-2] / stack.shape[-1]) ** 0.5)


def orthogonal(stack):
    """Newton-Schulz: singular values of each matrix to about 1. Half the digits are enough, the result is only near to it anyway."""
    g = stack.to(torch.bfloat16)
    x = g if g.shape[-2] <= g.shape[-1] else g.mT
    x = x / (x.float().norm(dim=(-2, -1), keepdim=True) + 1e-7).to(x.dtype)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (2.0315 * (a @ a) - 4.7750 * a) @ x
    return (x if g.shape[-2] <= g.shape[-1] else x.mT).to(stack.dtype)
