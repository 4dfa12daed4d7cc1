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
    layers: int = 6
    heads: int = 8
    kv_heads: int = 4
    ffn: int = 160
    experts: int = 16
    context: int = 4096
    original_context: int = 1024  # longest sequence under the short factors
    theta: float = 1e6  # the slower half of the 16 rotations hardly turns within a document: that is where words are compared
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
    guides    where heads are shown to look: for each layer and group (item, row, key, weight) or None
    dtype     what matrices are multiplied in
    """

    ids: torch.Tensor
    groups: list
    places: torch.Tensor
    angles: tuple
    at: torch.Tensor
    targets: torch.Tensor
    counts: torch.Tensor
    guides: list
    dtype: torch.dtype = torch.float32

    def to(self, device, dtype=torch.float32):
        move = lambda x: x.to(device)
        guides = [[guide and tuple(map(move, guide)) for guide in layer] for layer in self.guides]
        return Batch(move(self.ids), [move(g) for g in self.groups], move(self.places), tuple(map(move, self.angles)), move(self.at),
                     move(self.targets), move(self.counts), guides, dtype)


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


ROWS = 128  # matrices are cut to multiples of it: libraries prepare themselves anew for every shape they have not seen


class ExpertsFunction(torch.autograd.Function):
    """`sum of w_e down_e(silu(gate_e h) * up_e h)` over a token's two experts, in the type of `h`.

    Tokens are sorted by expert; each expert's part is filled up with zeros.
    """

    @staticmethod
    def forward(ctx, h, gate_up, down, ids, weights):
        tokens, ffn = h.shape[0], down.shape[2]
        chosen = ids.flatten()
        order = torch.argsort(chosen, stable=True)
        counts = torch.bincount(chosen, minlength=down.shape[0])
        filled = (counts + ROWS - 1) // ROWS * ROWS
        shift = (filled.cumsum(0) - filled) - (counts.cumsum(0) - counts)  # what filling moves each expert's part by
        place = torch.empty_like(order)
        place[order] = torch.arange(2 * tokens, device=h.device) + shift.index_select(0, chosen.index_select(0, order))
        parts = list(spans(filled.tolist()))
        gate_up, down = gate_up.to(h.dtype), down.to(h.dtype)
        hs = h.new_zeros(parts[-1][1].stop, h.shape[1])
        hs.view(-1, h.shape[1]).index_copy_(0, place, h.repeat_interleave(2, 0))
        ab, ys = h.new_empty(len(hs), 2 * ffn), torch.empty_like(hs)
        for e, rows in parts:
            torch.mm(hs[rows], gate_up[e].t(), out=ab[rows])
        s = F.silu(ab[:, :ffn]) * ab[:, ffn:]
        for e, rows in parts:
            torch.mm(s[rows], down[e].t(), out=ys[rows])
        y = ys.index_select(0, place).view(tokens, 2, -1)
        ctx.save_for_backward(gate_up, down, weights, place, hs, ab, s, y)
        ctx.parts = parts
        return (y * weights.to(y.dtype)[..., None]).sum(1)

    @staticmethod
    def backward(ctx, grad):
        gate_up, down, weights, place, hs, ab, s, y = ctx.saved_tensors
        ffn = down.shape[2]
        grad = grad.to(hs.dtype)
        dweights = (grad[:, None] * y).sum(-1, dtype=torch.float32)
        gs = torch.zeros_like(hs)
        gs.index_copy_(0, place, (grad[:, None] * weights.to(hs.dtype)[..., None]).flatten(0, 1))
        ds, dab, dhs = torch.empty_like(s), torch.empty_like(ab), torch.empty_like(hs)
        dgate_up, ddown = torch.zeros_like(gate_up), torch.zeros_like(down)
        for e, rows in ctx.parts:
            torch.mm(gs[rows], down[e], out=ds[rows])
            torch.mm(gs[rows].t(), s[rows], out=ddown[e])
        a, b = ab[:, :ffn], ab[:, ffn:]
        sigma = torch.sigmoid(a)
        silu = a * sigma
        torch.mul(ds, silu, out=dab[:, ffn:])
        torch.mul(ds.mul_(b), sigma + silu * (1 - sigma), out=dab[:, :ffn])
        for e, rows in ctx.parts:
            torch.mm(dab[rows], gate_up[e], out=dhs[rows])
            torch.mm(dab[rows].t(), hs[rows], out=dgate_up[e])
        dh = dhs.index_select(0, place).view(grad.shape[0], 2, -1).sum(1)
        return dh, dgate_up.float(), ddown.float(), None, dweights


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


def linear(x, layer):
    """With weights in the type of x."""
    return F.linear(x, layer.weight.to(x.dtype), layer.bias.to(x.dtype))


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        kv = config.kv_heads * config.head_size
        self.q, self.o = nn.Linear(config.hidden, config.hidden), nn.Linear(config.hidden, config.hidden)
        self.k, self.v = nn.Linear(config.hidden, kv), nn.Linear(config.hidden, kv)

    def forward(self, h, batch, guides):
        """Returns what is added to the residual stream, and the loss of the heads that are shown where to look."""
        c, size = self.config, self.config.head_size
        cos, sin = (t.to(h.dtype) for t in batch.angles)
        q = rotate(linear(h, self.q).view(-1, c.heads, size), cos, sin).flatten(1) * size**-0.5
        k = rotate(linear(h, self.k).view(-1, c.kv_heads, size), cos, sin).flatten(1)
        qkv = F.pad(torch.cat([q, k, linear(h, self.v)], -1), (0, 0, 0, 1))  # one more row: the padding's
        kv = c.kv_heads * size
        out, missed = [], 0
        laid = qkv.index_select(0, torch.cat([group.flatten() for group in batch.groups]))
        for group, guide, part in zip(batch.groups, guides, laid.split([group.numel() for group in batch.groups])):
            rows, length = group.shape
            q, k, v = part.view(rows, length, -1).split([c.hidden, kv, kv], -1)
            q = q.view(rows, length, c.kv_heads, -1).transpose(1, 2).reshape(rows * c.kv_heads, -1, size)
            k = k.view(rows, length, c.kv_heads, size).transpose(1, 2).reshape(-1, length, size)
            v = v.view(rows, length, c.kv_heads, size).transpose(1, 2).reshape(-1, length, size)
            y, loss = CausalFunction.apply(q, k, v, guide)
            y = y.view(rows, c.kv_heads, length, -1)
            out.append(y.transpose(1, 2).reshape(rows * length, -1))
            missed = missed + loss
        return linear(torch.cat(out).index_select(0, batch.places), self.o), missed


BLOCK = 256  # times at once: scores of keys that none of them may see are not computed
LEAST = 1e-4  # attention whose logarithm is looked at


class CausalFunction(torch.autograd.Function):
    """Causal attention of q [n, length * heads, size], heads of one kv head side by side, over k and v [n, length, size].

    `guide`: items of n, rows of q, keys and weights of attention that is wanted, or None. Their loss comes second.
    """

    @staticmethod
    def forward(ctx, q, k, v, guide):
        n, length, size = k.shape
        heads = q.shape[1] // length
        y, blocks, loss = torch.empty_like(q), [], torch.zeros((), device=q.device)
        for start, end, rows in times(length, heads):
            scores = torch.bmm(q[:, rows], k[:, :end].transpose(1, 2)).float()
            hidden = torch.ones(end - start, end - start, dtype=torch.bool, device=q.device).triu(1)
            scores[:, :, start:].masked_fill_(hidden.repeat_interleave(heads, 0), -math.inf)
            p = torch.softmax(scores, -1).to(q.dtype)
            y[:, rows] = torch.bmm(p, v[:, :end])
            if guide is not None:
                item, row, key, weight = within(guide, rows)
                loss = loss - (weight * p[item, row, key].float().clamp(min=LEAST).log()).sum()
            blocks.append(p)
        ctx.guide = guide
        ctx.save_for_backward(q, k, v, *blocks)
        return y, loss

    @staticmethod
    def backward(ctx, dy, dloss):
        q, k, v, *blocks = ctx.saved_tensors
        n, length, size = k.shape
        heads = q.shape[1] // length
        dy = dy.contiguous()
        dq, dk, dv = torch.empty_like(q), torch.zeros_like(k, dtype=torch.float32), torch.zeros_like(v, dtype=torch.float32)
        for (start, end, rows), p in zip(times(length, heads), blocks):
            dp = torch.bmm(dy[:, rows], v[:, :end].transpose(1, 2))
            dv[:, :end] += torch.bmm(p.transpose(1, 2), dy[:, rows])
            ds = torch._softmax_backward_data(dp, p, -1, p.dtype)
            if ctx.guide is not None:
                item, row, key, weight = within(ctx.guide, rows)
                weight = weight * dloss
                ds[item, row] += (weight[:, None] * p[item, row]).to(ds.dtype)
                ds[item, row, key] -= weight.to(ds.dtype)
            dq[:, rows] = torch.bmm(ds, k[:, :end])
            dk[:, :end] += torch.bmm(ds.transpose(1, 2), q[:, rows])
        return dq, dk.to(k.dtype), dv.to(v.dtype), None


def times(length, heads):
    """(start, end, rows of q) of blocks of times."""
    for start in range(0, length, BLOCK):
        end = min(length, start + BLOCK)
        yield start, end, slice(start * heads, end * heads)


def within(guide, rows):
    """The part of a guide that is about these rows, counted from their first."""
    item, row, key, weight = guide
    here = (row >= rows.start) & (row < rows.stop)
    return item[here], row[here] - rows.start, key[here], weight[here]


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

    def forward(self, x, batch, guides, keep=None):
        """Returns x, the balance loss, the experts' shares and the guided heads' loss. `keep`: positions that go on, the others have been read.

        The balance is that of all positions, also of those that need not go on: in use, the router sees them all.
        """
        added, missed = self.attention(self.attn_norm(x).to(batch.dtype), batch, guides)
        x = x + added
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
        return x + ExpertsFunction.apply(h.to(batch.dtype), self.gate_up, self.down, ids, weights), balance, share, missed


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
        """Lets the first layer's first heads begin as looks at the tokens 1, 2, 3 and 4 before, by their biases alone.

        What copies needs to know what stood before a token. A model of this size finds that by itself, but only after more tokens
        than a CPU reads in a day.
        """
        size, half, per = self.config.head_size, self.config.head_size // 2, self.config.heads // self.config.kv_heads
        turn = self.config.theta ** -(torch.arange(half, dtype=torch.float32) / half)
        sharp = 5.0 * (turn > 0.02)
        for head in range(4):
            back = (head + 1) * turn
            attention.q.weight.data[head * size : (head + 1) * size] *= 0.1
            bias = attention.q.bias.data[head * size : (head + 1) * size]
            bias[:half], bias[half:] = sharp * torch.cos(back), sharp * -torch.sin(back)
            at = head // per * size
            attention.k.bias.data[at : at + half] = sharp
        attention.k.weight.data[: 4 // per * size] *= 0.1

    @torch.no_grad()
    def relate(self, pairs, share=0.8):
        """Starts each piece's twin with a space in front near it, all in the same direction, so that what is learnt of one helps the other."""
        space = torch.randn(self.config.hidden) * self.embedding.weight.std()
        for piece, spaced in pairs:
            own = self.embedding.weight[spaced]
            self.embedding.weight[spaced] = share * self.embedding.weight[piece] + (1 - share**2) ** 0.5 * (0.7 * space + 0.7 * own)

    def hidden_states(self, batch):
        """What is behind the last norm at `batch.at`, [learnt, hidden], the balance loss, expert shares per layer, the guided heads' loss."""
        x = self.embedding(batch.ids) * self.config.embedding_scale
        balance, shares, missed = 0, [], 0
        for number, (layer, guides) in enumerate(zip(self.layers, batch.guides)):
            last = number == len(self.layers) - 1
            x, loss, share, miss = layer(x, batch, guides, batch.at if last else None)
            balance, missed = balance + loss, missed + miss
            shares.append(share)
        return self.norm(x), balance / len(self.layers), torch.stack(shares), missed

    def logits(self, h, dtype):
        return F.linear(h.to(dtype), self.embedding.weight.to(dtype), self.output_bias.to(dtype)).float()

    def loss(self, batch):
        """Weighted mean cross-entropy of the learnt tokens, the balance loss, the guided heads' loss, share of tokens guessed right, expert shares."""
        h, balance, shares, missed = self.hidden_states(batch)
        loss, right = EntropyFunction.apply(h.to(batch.dtype), self.embedding.weight, self.output_bias, batch.targets, batch.counts / batch.counts.sum())
        return loss, balance, missed, right, shares


class EntropyFunction(torch.autograd.Function):
    """Weighted cross-entropy of h [n, hidden] under an output matrix, and the share of right guesses. Gradients come at once, some rows at a time."""

    ROWS = 512

    @staticmethod
    def forward(ctx, h, matrix, bias, targets, counts):
        w = matrix.to(h.dtype)
        loss, right = torch.zeros((), device=h.device), torch.zeros((), device=h.device)
        dh, dw, db = torch.empty_like(h), torch.zeros_like(matrix), torch.zeros_like(bias)
        room = h.new_empty(EntropyFunction.ROWS, len(matrix), dtype=torch.float32)
        for at in range(0, len(h), EntropyFunction.ROWS):
            rows = slice(at, at + EntropyFunction.ROWS)
            target, count = targets[rows, None], counts[rows, None]
            logits = room[:len(target)].copy_(torch.mm(h[rows], w.t())).add_(bias)
            top = logits.amax(-1, keepdim=True)
            right += (logits.gather(1, target) == top).sum()
            p = logits.sub_(top).exp_()
            p = p.div_(p.sum(-1, keepdim=True))
            loss -= (p.gather(1, target).clamp(min=1e-30).log() * count).sum()
            p = p.mul_(count).scatter_add_(1, target, -count)
            db += p.sum(0)
            p = p.to(h.dtype)
            torch.mm(p, w, out=dh[rows])
            dw += torch.mm(p.t(), h[rows])
        ctx.save_for_backward(dh, dw, db)
        return loss, right / len(h)

    @staticmethod
    def backward(ctx, dloss, _):
        dh, dw, db = ctx.saved_tensors
        return dh * dloss.to(dh.dtype), dw * dloss, db * dloss, None, None
