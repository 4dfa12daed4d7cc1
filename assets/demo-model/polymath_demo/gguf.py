"""Writes and reads a trained model as GGUF with the keys and names of `phimoe`; matrices in Q8_0, the rest in F32."""
import pathlib
import struct

import numpy as np

ALIGNMENT = 32
U32, F32, BOOL, STRING, ARRAY, I32 = 4, 6, 7, 8, 9, 5
TYPE_F32, TYPE_Q8_0 = 0, 8
TEMPLATE = ("{% for message in messages %}{{'<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n'}}{% endfor %}"
            "{% if add_generation_prompt %}{{'<|assistant|>\\n'}}{% else %}{{'<|endoftext|>'}}{% endif %}")


def write(path, config, state, vocabulary, name):
    """`state`: the model's tensors by name, as numpy arrays in float32."""
    tensors = dict(named(config, state))
    header = bytearray()
    for key, kind, value in metadata(config, vocabulary, name):
        header += text(key) + struct.pack("<I", kind) + encoded(kind, value)
    count = sum(1 for _ in metadata(config, vocabulary, name))
    infos, data = bytearray(), bytearray()
    for tensor, (kind, array) in tensors.items():
        infos += text(tensor) + struct.pack("<I", array.ndim) + struct.pack(f"<{array.ndim}Q", *reversed(array.shape))
        infos += struct.pack("<IQ", kind, len(data))
        data += q8_0(array) if kind == TYPE_Q8_0 else array.astype("<f4").tobytes()
        data += bytes(-len(data) % ALIGNMENT)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), count) + header + infos
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % ALIGNMENT) + data)


def read(path):
    """Of a file that `write` wrote: values by key, the pieces of its vocabulary, tensors by GGUF's names."""
    data = memoryview(pathlib.Path(path).read_bytes())
    reader = Reader(data)
    if bytes(data[:4]) != b"GGUF" or reader.take("<I", at=4) != 3:
        raise ValueError(f"{path} is no GGUF file of version 3")
    reader.at = 8
    tensors, keys = reader.take("<Q"), reader.take("<Q")
    values = {}
    for _ in range(keys):
        key = reader.text()
        values[key] = reader.value(reader.take("<I"))
    infos = []
    for _ in range(tensors):
        name = reader.text()
        shape = [reader.take("<Q") for _ in range(reader.take("<I"))]
        infos.append((name, shape[::-1], reader.take("<I"), reader.take("<Q")))
    start = reader.at + -reader.at % ALIGNMENT
    arrays = {name: dequantized(kind, data[start + offset:], shape) for name, shape, kind, offset in infos}
    tokens = values["tokenizer.ggml.tokens"]
    pieces = [t for t, kind in zip(tokens, values["tokenizer.ggml.token_type"]) if kind == 1]
    return values, pieces, arrays


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form, at=None):
        at = self.at if at is None else at
        self.at = at + struct.calcsize(form)
        return struct.unpack_from(form, self.data, at)[0]

    def text(self):
        length = self.take("<Q")
        self.at += length
        return bytes(self.data[self.at - length:self.at]).decode("utf-8")

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            inner, count = self.take("<I"), self.take("<Q")
            return [self.value(inner) for _ in range(count)]
        return self.take({U32: "<I", F32: "<f", I32: "<i", BOOL: "<?"}[kind])


def dequantized(kind, data, shape):
    count = int(np.prod(shape))
    if kind == TYPE_F32:
        return np.frombuffer(data, "<f4", count).reshape(shape).copy()
    blocks = np.frombuffer(data, np.uint8, count // 32 * 34).reshape(-1, 34)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    return (scale * blocks[:, 2:].copy().view(np.int8)).reshape(shape)


def state_of(config, arrays):
    """The tensors by the model's own names, out of those by GGUF's."""
    parts = {}
    for name, _, own, _, factor in layout(config):
        parts.setdefault(own, []).append(arrays[name] / factor)
    # The embedding stands in the file twice; the second time it is as it was.
    return {own: p[-1] if own == "embedding.weight" else np.concatenate(p, 1) if len(p) > 1 else p[0] for own, p in parts.items()}


def metadata(config, vocabulary, name):
    p = "phimoe."
    yield "general.architecture", STRING, "phimoe"
    yield "general.name", STRING, name
    yield "general.license", STRING, "mit"
    yield "general.file_type", U32, 7
    yield "general.quantization_version", U32, 2
    yield p + "context_length", U32, config.context
    yield "polymath.well_read_tokens", U32, config.original_context  # longer documents are read in sections
    yield p + "rope.scaling.original_context_length", U32, config.original_context
    yield p + "embedding_length", U32, config.hidden
    yield p + "feed_forward_length", U32, config.ffn
    yield p + "block_count", U32, config.layers
    yield p + "attention.head_count", U32, config.heads
    yield p + "attention.head_count_kv", U32, config.kv_heads
    yield p + "attention.layer_norm_rms_epsilon", F32, config.epsilon
    yield p + "attention.sliding_window", U32, config.context
    yield p + "rope.dimension_count", U32, config.head_size
    yield p + "rope.freq_base", F32, config.theta
    yield p + "rope.scaling.attn_factor", F32, config.rotary_scale
    yield p + "expert_count", U32, config.experts
    yield p + "expert_used_count", U32, 2
    t = "tokenizer.ggml."
    yield t + "model", STRING, "llama"
    yield t + "pre", STRING, "default"
    yield t + "tokens", ARRAY, (STRING, vocabulary.tokens)
    yield t + "scores", ARRAY, (F32, vocabulary.scores)
    yield t + "token_type", ARRAY, (I32, vocabulary.types)
    yield t + "bos_token_id", U32, 1
    yield t + "eos_token_id", U32, vocabulary.ids["<|endoftext|>"]
    yield t + "unknown_token_id", U32, 0
    yield t + "padding_token_id", U32, vocabulary.ids["<|endoftext|>"]
    yield t + "add_bos_token", BOOL, False
    yield t + "add_eos_token", BOOL, False
    yield "tokenizer.chat_template", STRING, TEMPLATE


def layout(config):
    """(GGUF's name, type, own name, rows of each matrix, factor) of all tensors but the rotary factors; rows = outputs."""
    every = slice(None)
    yield "token_embd.weight", TYPE_Q8_0, "embedding.weight", every, config.embedding_scale
    for i in range(config.layers):
        b, s = f"blk.{i}.", f"layers.{i}."
        for kind in ("weight", "bias"):
            yield f"{b}attn_norm.{kind}", TYPE_F32, f"{s}attn_norm.{kind}", every, 1
            for name, own in (("attn_q", "q"), ("attn_k", "k"), ("attn_v", "v"), ("attn_output", "o")):
                yield f"{b}{name}.{kind}", TYPE_Q8_0 if kind == "weight" else TYPE_F32, f"{s}attention.{own}.{kind}", every, 1
            yield f"{b}ffn_norm.{kind}", TYPE_F32, f"{s}ffn_norm.{kind}", every, 1
        yield f"{b}ffn_gate_inp.weight", TYPE_F32, f"{s}router.weight", every, 1
        yield f"{b}ffn_gate_exps.weight", TYPE_Q8_0, f"{s}gate_up", slice(0, config.ffn), 1
        yield f"{b}ffn_up_exps.weight", TYPE_Q8_0, f"{s}gate_up", slice(config.ffn, None), 1
        yield f"{b}ffn_down_exps.weight", TYPE_Q8_0, f"{s}down", every, 1
    for kind in ("weight", "bias"):
        yield f"output_norm.{kind}", TYPE_F32, f"norm.{kind}", every, 1
    yield "output.weight", TYPE_Q8_0, "embedding.weight", every, 1
    yield "output.bias", TYPE_F32, "output_bias", every, 1


def named(config, state):
    """GGUF's names, and (type, array)."""
    for name, kind, own, rows, factor in layout(config):
        array = state[own] if rows == slice(None) else state[own][:, rows]
        yield name, (kind, array * factor)
    short, long = config.factors()
    yield "rope_factors_long.weight", (TYPE_F32, long.numpy())
    yield "rope_factors_short.weight", (TYPE_F32, short.numpy())


def q8_0(array):
    """Blocks of 32 values: a half-precision scale, then 32 signed bytes."""
    blocks = np.ascontiguousarray(array, dtype=np.float32).reshape(-1, 32)
    scale = np.abs(blocks).max(1, keepdims=True) / 127
    quants = np.rint(np.divide(blocks, scale, out=np.zeros_like(blocks), where=scale > 0)).astype(np.int8)
    return np.concatenate([scale.astype("<f2").view(np.uint8), quants.view(np.uint8)], 1).tobytes()


def text(value):
    data = value.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def encoded(kind, value):
    if kind == STRING:
        return text(value)
    if kind == ARRAY:
        inner, values = value
        return struct.pack("<IQ", inner, len(values)) + b"".join(encoded(inner, v) for v in values)
    return struct.pack({U32: "<I", F32: "<f", I32: "<i", BOOL: "<?"}[kind], value)
