"""The `phimoe` architecture for training: LayerNorm with bias, grouped attention, LongRoPE, 16 experts of which 2 work.

Forward passes run on a flat list of tokens, so that no padding is ever multiplied; only attention pads, inside groups of
conversations of like length (see `Batch`). The arithmetic is that of the engine: the routing weights in the forward pass are
those of SparseMixer in evaluation. Only their gradient is that of the plain softmax (straight through), since the weights
themselves are constant almost everywhere.
"""
import math
from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Config:
    vocab: int = 8192
    hidden: int = 256
    layers: int = 5
    heads: int = 8
    kv_heads: int = 2
    ffn: int = 160
    experts: int = 16
    context: int = 4096
    original_context: int = 1024  # longest sequence under the short factors
    theta: float = 10000.0
    epsilon: float = 1e-5
    jitter: float = 0.01  # of SparseMixer's threshold

    @property
    def embedding_scale(self):
        return math.sqrt(self.hidden)

    @property
    def head_size(self):
        return self.hidden // self.heads

    @property
    def rotary_scale(self):
        return math.sqrt(1 + math.log(self.context / self.original_context) / math.log(self.original_context))

    def factors(self):
        """Short and long LongRoPE factors: the long ones stretch slow rotations fourfold and leave fast ones alone."""
        pairs = self.head_size // 2
        stretch = self.context / self.original_context
        ramp = torch.linspace(0, 1, pairs) ** 2
        return torch.ones(pairs), stretch**ramp

    def asdict(self):
        return asdict(self)


@dataclass
class Batch:
    """Conversations laid end to end.

    ids       [tokens]
    groups    index matrices [conversations, length] into the tokens, padded with the number of tokens
    places    where each token is in the groups laid end to end, [tokens]
    angles    cos and sin [tokens, head size / 2], the rotary scale in them
    at        positions whose next token is learnt, [learnt]
    targets   those next tokens, [learnt]
    counts    how much each counts, [learnt]
    """

    ids: torch.Tensor
    groups: list
    places: torch.Tensor
    angles: tuple
    at: torch.Tensor
    targets: torch.Tensor
    counts: torch.Tensor

    def to(self, device):
        move = lambda x: x.to(device)
        return Batch(move(self.ids), [move(g) for g in self.groups], move(self.places),
                     tuple(map(move, self.angles)), move(self.at), move(self.targets), move(self.counts))


def sparse_mixer(logits, jitter):
    """SparseMixer's evaluation rule: ids and weights [tokens, 2]."""
    def pick(masked):
        top, index = masked.max(-1, keepdim=True)
        far = (top - logits) / torch.maximum(logits.abs(), top) > 2 * jitter
        kept = torch.where(far, -math.inf, masked)
        return index, torch.exp(top - torch.logsumexp(kept, -1, keepdim=True))

    first, first_weight = pick(logits)
    second, second_weight = pick(logits.scatter(-1, first, -math.inf))
    return torch.cat([first, second], -1), torch.cat([first_weight, second_weight], -1)


class ExpertsFunction(torch.autograd.Function):
    """`sum of w_e down_e(silu(gate_e h) * up_e h)` over a token's two experts, with tokens sorted by expert."""

    @staticmethod
    def forward(ctx, h, gate_up, down, ids, weights):
        tokens, ffn = h.shape[0], down.shape[2]
        order = torch.argsort(ids.flatten(), stable=True)
        source = torch.div(order, 2, rounding_mode="floor")
        counts = torch.bincount(ids.flatten(), minlength=down.shape[0]).tolist()
        hs = h.index_select(0, source)
        ab = h.new_empty(2 * tokens, 2 * ffn)
        for e, rows in spans(counts):
            torch.mm(hs[rows], gate_up[e].t(), out=ab[rows])
        a, b = ab[:, :ffn], ab[:, ffn:]
        s = F.silu(a) * b
        ys = h.new_empty(2 * tokens, h.shape[1])
        for e, rows in spans(counts):
            torch.mm(s[rows], down[e].t(), out=ys[rows])
        back = torch.empty_like(order)
        back[order] = torch.arange(2 * tokens, device=h.device)
        y = ys.index_select(0, back).view(tokens, 2, -1)
        ctx.save_for_backward(gate_up, down, weights, order, source, back, hs, ab, s, ys)
        ctx.counts = counts
        return (y * weights[..., None]).sum(1)

    @staticmethod
    def backward(ctx, grad):
        gate_up, down, weights, order, source, back, hs, ab, s, ys = ctx.saved_tensors
        ffn = down.shape[2]
        gs = grad.index_select(0, source)
        dweights = (gs * ys).sum(-1).index_select(0, back).view_as(weights)
        gs.mul_(weights.flatten().index_select(0, order)[:, None])
        ds, dab, dhs = torch.empty_like(s), torch.empty_like(ab), torch.empty_like(hs)
        dgate_up, ddown = torch.empty_like(gate_up), torch.empty_like(down)
        for e, n in enumerate(ctx.counts):
            if not n:
                dgate_up[e] = ddown[e] = 0
        for e, rows in spans(ctx.counts):
            torch.mm(gs[rows], down[e], out=ds[rows])
            torch.mm(gs[rows].t(), s[rows], out=ddown[e])
        a, b = ab[:, :ffn], ab[:, ffn:]
        sigma = torch.sigmoid(a)
        silu = a * sigma
        torch.mul(ds, silu, out=dab[:, ffn:])
        torch.mul(ds.mul_(b), sigma + silu * (1 - sigma), out=dab[:, :ffn])
        for e, rows in spans(ctx.counts):
            torch.mm(dab[rows], gate_up[e], out=dhs[rows])
            torch.mm(dab[rows].t(), hs[rows], out=dgate_up[e])
        dh = dhs.index_select(0, back).view(grad.shape[0], 2, -1).sum(1)
        return dh, dgate_up, ddown, None, dweights


def spans(counts):
    at = 0
    for e, n in enumerate(counts):
        if n:
            yield e, slice(at, at + n)
        at += n


def rotate(x, cos, sin):
    """x [tokens, heads, size]; pairs are (i, i + size / 2)."""
    a, b = x.chunk(2, -1)
    cos, sin = cos[:, None], sin[:, None]
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        kv = config.kv_heads * config.head_size
        self.q, self.o = nn.Linear(config.hidden, config.hidden), nn.Linear(config.hidden, config.hidden)
        self.k, self.v = nn.Linear(config.hidden, kv), nn.Linear(config.hidden, kv)

    def forward(self, h, batch):
        c, size = self.config, self.config.head_size
        q = rotate(self.q(h).view(-1, c.heads, size), *batch.angles).flatten(1) * size**-0.5
        k = rotate(self.k(h).view(-1, c.kv_heads, size), *batch.angles).flatten(1)
        qkv = F.pad(torch.cat([q, k, self.v(h)], -1), (0, 0, 0, 1))  # one more row: the padding's
        kv = c.kv_heads * size
        out = []
        for group in batch.groups:
            rows, length = group.shape
            part = qkv.index_select(0, group.flatten()).view(rows, length, -1)
            q, k, v = part.split([c.hidden, kv, kv], -1)
            q = q.view(rows, length, c.kv_heads, -1).transpose(1, 2).reshape(rows * c.kv_heads, -1, size)
            k = k.view(rows, length, c.kv_heads, size).transpose(1, 2).reshape(-1, length, size)
            v = v.view(rows, length, c.kv_heads, size).transpose(1, 2).reshape(-1, length, size)
            y = CausalFunction.apply(q, k, v).view(rows, c.kv_heads, length, -1)
            out.append(y.transpose(1, 2).reshape(rows * length, -1))
        return self.o(torch.cat(out).index_select(0, batch.places))


BLOCK = 256  # times at once: scores of keys that none of them may see are not computed


class CausalFunction(torch.autograd.Function):
    """Causal attention of q [n, length * heads, size], heads of one kv head side by side, over k and v [n, length, size].

    One matrix product per item of n: without MKL, torch's batched product is many times slower than that.
    """

    @staticmethod
    def forward(ctx, q, k, v):
        n, length, size = k.shape
        heads = q.shape[1] // length
        y, blocks = torch.empty_like(q), []
        for start in range(0, length, BLOCK):
            end = min(length, start + BLOCK)
            rows = slice(start * heads, end * heads)
            scores = q.new_empty(n, (end - start) * heads, end)
            for i in range(n):
                torch.mm(q[i, rows], k[i, :end].t(), out=scores[i])
            hidden = torch.ones(end - start, end - start, dtype=torch.bool, device=q.device).triu(1)
            scores[:, :, start:].masked_fill_(hidden.repeat_interleave(heads, 0), -math.inf)
            p = torch.softmax(scores, -1)
            for i in range(n):
                torch.mm(p[i], v[i, :end], out=y[i, rows])
            blocks.append(p)
        ctx.save_for_backward(q, k, v, *blocks)
        return y

    @staticmethod
    def backward(ctx, dy):
        q, k, v, *blocks = ctx.saved_tensors
        n, length, size = k.shape
        heads = q.shape[1] // length
        dy = dy.contiguous()
        dq, dk, dv = torch.empty_like(q), torch.zeros_like(k), torch.zeros_like(v)
        for number, p in enumerate(blocks):
            start = number * BLOCK
            end = min(length, start + BLOCK)
            rows = slice(start * heads, end * heads)
            dp = torch.empty_like(p)
            for i in range(n):
                torch.mm(dy[i, rows], v[i, :end].t(), out=dp[i])
                dv[i, :end].addmm_(p[i].t(), dy[i, rows])
            ds = torch._softmax_backward_data(dp, p, -1, p.dtype)
            for i in range(n):
                torch.mm(ds[i], k[i, :end], out=dq[i, rows])
                dk[i, :end].addmm_(ds[i].t(), q[i, rows])
        return dq, dk, dv


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.attn_norm = nn.LayerNorm(config.hidden, config.epsilon)
        self.attention = Attention(config)
        self.ffn_norm = nn.LayerNorm(config.hidden, config.epsilon)
        self.router = nn.Linear(config.hidden, config.experts, bias=False)
        self.gate_up = nn.Parameter(torch.empty(config.experts, 2 * config.ffn, config.hidden))
        self.down = nn.Parameter(torch.empty(config.experts, config.hidden, config.ffn))

    def forward(self, x, batch, keep=None):
        """Returns x, the balance loss and the experts' shares. `keep`: positions that go on, the others have been read.

        The balance is that of all positions, also of those that need not go on: in use, the router sees them all.
        """
        x = x + self.attention(self.attn_norm(x), batch)
        h = self.ffn_norm(x)
        logits = self.router(h)
        with torch.no_grad():
            ids, weights = sparse_mixer(logits, self.config.jitter)
        probabilities = torch.softmax(logits, -1)
        share = torch.bincount(ids.flatten(), minlength=self.config.experts).to(x.dtype) / ids.numel()
        balance = self.config.experts * (share * probabilities.mean(0)).sum()
        if keep is not None:
            x, h, ids, weights, probabilities = (t.index_select(0, keep) for t in (x, h, ids, weights, probabilities))
        chosen = probabilities.gather(-1, ids)
        weights = weights + (chosen - chosen.detach())
        return x + ExpertsFunction.apply(h, self.gate_up, self.down, ids, weights), balance, share


class Model(nn.Module):
    """The output matrix is the embedding: copying, the main skill, then needs no word to be learnt twice. What goes in is
    multiplied by a constant (which the file has in its embedding), so that a token is not drowned by what layers add to it.
    """

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab, config.hidden)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.hidden, config.epsilon)
        self.output_bias = nn.Parameter(torch.zeros(config.vocab))
        self.reset()

    def reset(self):
        nn.init.normal_(self.embedding.weight, std=self.config.hidden**-0.5)
        nn.init.constant_(self.norm.weight, 0.3)  # or each token would at first be certain that it comes again
        for number, layer in enumerate(self.layers):
            for linear in (layer.attention.q, layer.attention.k, layer.attention.v, layer.attention.o):
                nn.init.normal_(linear.weight, std=self.config.hidden**-0.5)
                nn.init.zeros_(linear.bias)
            nn.init.zeros_(layer.attention.o.weight)  # a layer adds nothing until it has learnt what
            if number == 0:
                self.look_back(layer.attention)
            nn.init.normal_(layer.router.weight, std=0.02)
            nn.init.normal_(layer.gate_up, std=self.config.hidden**-0.5)
            nn.init.zeros_(layer.down)

    def look_back(self, attention):
        """Lets the first layer's heads of one kv head begin as looks at the tokens 1, 2, 3, ... before, by their biases alone.

        What copies needs to know what stood before a token. A model of this size finds that by itself, but only after more tokens
        than a CPU reads in a day.
        """
        size, half = self.config.head_size, self.config.head_size // 2
        turn = self.config.theta ** -(torch.arange(half, dtype=torch.float32) / half)
        sharp = 4.0 * (torch.arange(half) < half // 2)
        attention.q.weight.data[: size * (self.config.heads // self.config.kv_heads)] *= 0.1
        attention.k.weight.data[:size] *= 0.1
        attention.k.bias.data[:half] = sharp
        for head in range(self.config.heads // self.config.kv_heads):
            back = (head + 1) * turn
            bias = attention.q.bias.data[head * size : (head + 1) * size]
            bias[:half], bias[half:] = sharp * torch.cos(back), sharp * -torch.sin(back)

    @torch.no_grad()
    def relate(self, pairs, share=0.8):
        """Starts each piece's twin with a space in front near it, all in the same direction, so that what is learnt of one helps the other."""
        space = torch.randn(self.config.hidden) * self.embedding.weight.std()
        for piece, spaced in pairs:
            own = self.embedding.weight[spaced]
            self.embedding.weight[spaced] = share * self.embedding.weight[piece] + (1 - share**2) ** 0.5 * (0.7 * space + 0.7 * own)

    def hidden_states(self, batch):
        """What is behind the last norm at `batch.at`, [learnt, hidden], the balance loss and expert shares per layer."""
        x = self.embedding(batch.ids) * self.config.embedding_scale
        balance, shares = 0, []
        for number, layer in enumerate(self.layers):
            last = number == len(self.layers) - 1
            x, loss, share = layer(x, batch, batch.at if last else None)
            balance = balance + loss
            shares.append(share)
        return self.norm(x), balance / len(self.layers), torch.stack(shares)

    def loss(self, batch):
        """Weighted mean cross-entropy of the learnt tokens, the balance loss, the share of tokens guessed right, expert shares."""
        h, balance, shares = self.hidden_states(batch)
        logits = F.linear(h, self.embedding.weight, self.output_bias)
        loss = (F.cross_entropy(logits, batch.targets, reduction="none") * batch.counts).sum() / batch.counts.sum()
        right = (logits.detach().argmax(-1) == batch.targets).float().mean()
        return loss, balance, right, shares
