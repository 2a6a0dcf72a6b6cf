"""The networks in torch: a MiniLM encoder, a head for names, heads for pairs; from safetensors, to ONNX."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from kg.encoder import QUALIFIERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536

#: More pieces than any window or marked sentence has.
POSITIONS = 256


def autocast(device: str = "cpu") -> torch.autocast:
    """Return the context in which networks learn and read: in bfloat16 where the processor has it, else in float.

    Without it (AVX2 and less, ARM) a product in bfloat16 takes thirty times as long as one in float.
    """
    fast = device != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast(device, dtype=torch.bfloat16, enabled=fast)


class Dropout(nn.Module):
    """Dropout of features in all places of a sequence alike: the same help, and far fewer draws on a processor."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x`` [batch, length, width] as it is where the network does not learn."""
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2], dtype=torch.float32) >= self.share
        return x * (kept / (1 - self.share)).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output = nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Return [batch, length, width]; ``bias`` is added to the attention scores (None: all see all)."""
        batch, length, _ = x.shape
        size = WIDTH // HEADS

        def split(t: Tensor) -> Tensor:
            return t.view(batch, length, HEADS, size).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        # written out: for sequences this short it learns faster on a processor than the fused attention
        weights = q @ k.transpose(-1, -2) / math.sqrt(size)
        if bias is not None:
            weights = weights + bias.to(weights.dtype)
        mixed = weights.softmax(-1) @ v
        x = self.norm1(x + self.dropout(self.output(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        inner = self.down(nn.functional.gelu(self.up(x)))
        normed: Tensor = self.norm2(x + self.dropout(inner))
        return normed


class Encoder(nn.Module):
    """MiniLM over given vectors: word-piece vectors are looked up outside, ``extra`` rows are added."""

    def __init__(self, extra: int) -> None:
        super().__init__()
        self.position = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.extra = nn.Parameter(torch.randn(extra, WIDTH) * 0.02)
        with torch.no_grad():
            self.extra[0] = 0.0
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = Dropout(0.1)

    def forward(self, vectors: Tensor, extra: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the last layer's states; ``mask`` is true where a piece stands."""
        added = nn.functional.embedding(extra, self.extra, padding_idx=0)
        x = self.dropout(self.norm(vectors + added + self.position[: vectors.shape[1]]))
        if torch.is_autocast_enabled("cpu"):
            # so that sums are of this type too, which takes a fifth less time
            x = x.to(torch.get_autocast_dtype("cpu"))
        bias = _bias(mask, x)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def _bias(mask: Tensor | None, x: Tensor) -> Tensor | None:
    if mask is None:
        return None
    return torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None, :]


def load_base(encoder: Encoder, state: Mapping[str, Tensor]) -> None:
    """Fill the encoder with the weights of a BERT checkpoint (names as Hugging Face writes them)."""
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "output": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    with torch.no_grad():
        encoder.position.copy_(state["embeddings.position_embeddings.weight"][:POSITIONS])
        encoder.position.add_(state["embeddings.token_type_embeddings.weight"][0])
        encoder.norm.weight.copy_(state["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(state["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(encoder.layers):
            for ours, theirs in names.items():
                part = getattr(layer, ours)
                part.weight.copy_(state[f"encoder.layer.{i}.{theirs}.weight"])
                part.bias.copy_(state[f"encoder.layer.{i}.{theirs}.bias"])


def start_from(encoder: Encoder, other: Encoder) -> None:
    """Fill the encoder with the weights of another: layers, positions, and the rows for the shapes of words."""
    with torch.no_grad():
        encoder.position.copy_(other.position)
        encoder.norm.load_state_dict(other.norm.state_dict())
        encoder.layers.load_state_dict(other.layers.state_dict())
        encoder.extra[: len(other.extra)].copy_(other.extra)


def load_written(network: nn.Module, path: Path) -> None:
    """Fill a network with the weights of a file that :func:`export` wrote, as near as int8 has kept them."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(str(path)).graph
    kept = {tensor.name: to_array(tensor) for tensor in graph.initializer}
    state = {name: torch.tensor(kept[name]) for name, _ in network.named_parameters() if name in kept}
    by_output = {node.output[0]: node for node in graph.node}
    for node in graph.node:
        bias = next((name for name in node.input if name in state and name.endswith(".bias")), None)
        if node.op_type != "Add" or bias is None:
            continue
        # a product of whole numbers is cast, scaled, then the bias is added, which still has its name
        product = next(by_output[name] for name in node.input if name != bias)
        matrix = by_output[by_output[product.input[0]].input[0]].input[1].removesuffix("_quantized")
        rows = kept[f"{matrix}_quantized"].astype("float32") * kept[f"{matrix}_scale"]
        state[bias.removesuffix("bias") + "weight"] = torch.tensor(rows.T)
    network.load_state_dict(state, strict=False)


class SpanHead(nn.Module):
    """Scores of two spans by their first and last states, what lies between, and rows of a table of features.

    Written so that the run time needs two small products for each span and one for each pair.
    """

    def __init__(self, features: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(2 * WIDTH, hidden), nn.Linear(2 * WIDTH, hidden)
        self.one, self.two = nn.Linear(2 * WIDTH, hidden), nn.Linear(2 * WIDTH, hidden)
        self.between, self.both = nn.Linear(WIDTH, hidden), nn.Linear(hidden, hidden)
        self.features = nn.Parameter(torch.randn(features, hidden) * 0.02)
        self.dropout = nn.Dropout(0.2)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, x: Tensor, spans: Tensor, features: Tensor) -> Tensor:
        """Return [pairs, outputs].

        ``x`` [pieces, width] are the states of a whole batch; ``spans`` [pairs, 4] first and last piece of both spans;
        ``features`` [pairs, any] rows of the table, summed.
        """
        one, two = x[spans[:, :2]].flatten(1), x[spans[:, 2:]].flatten(1)
        product = self.one(one) * self.two(two)
        hidden = self.first(one) + self.second(two) + self.both(product) + self.between(between(x, spans))
        hidden = hidden + self.features[features].sum(1)
        scores: Tensor = self.output(self.dropout(nn.functional.gelu(hidden, approximate="tanh")))
        return scores


def between(x: Tensor, spans: Tensor) -> Tensor:
    """Return the mean state of the pieces between two spans, zero where they touch or overlap."""
    sums = torch.cat((torch.zeros_like(x[:1]), x.float().cumsum(0)))
    ordered = spans[:, :2].amin(1) <= spans[:, 2:].amin(1)
    low = torch.where(ordered, spans[:, 1], spans[:, 3]) + 1
    high = torch.maximum(torch.where(ordered, spans[:, 2], spans[:, 0]), low)
    return ((sums[high] - sums[low]) / (high - low).clamp(min=1)[:, None]).to(x.dtype)


class TextNetwork(nn.Module):
    """One encoder over a window of text; heads for names, for pairs of mentions, for what a word stands for."""

    def __init__(self, tags: int, labels: int, extra: int, pair_features: int, link_features: int) -> None:
        super().__init__()
        self.encoder = Encoder(extra)
        self.head = nn.Linear(WIDTH, tags)
        self.pairs = SpanHead(pair_features, 256, labels)
        self.links = SpanHead(link_features, 128, 1)

    def forward(self, vectors: Tensor, extra: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return scores of tags, [batch, length, tags], and the last states."""
        states = self.encoder(vectors, extra, mask)
        return self.head(states), states


def export(
    network: nn.Module, inputs: Mapping[str, Tensor], outputs: list[str], path: Path, fixed: Sequence[str] = ()
) -> None:
    """Write the network as ONNX with int8 matrices (activations scaled at run time, over the one sequence)."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    whole = path.with_suffix(".float.onnx")
    axes: dict[str, Any] = {name: {1: "length"} for name in inputs if name not in fixed}
    torch.onnx.export(
        network,
        tuple(inputs.values()),
        str(whole),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"]
    )
    whole.unlink()
    onnx.checker.check_model(str(path))


class PairsNetwork(nn.Module):
    """Scores of a marked pair, in one row: relation, polarity, certainty, time, whether somebody is said to say it."""

    def __init__(self, labels: int, extra: int) -> None:
        super().__init__()
        self.encoder = Encoder(extra)
        self.hidden = nn.Linear(3 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(WIDTH, labels + sum(QUALIFIERS))

    def forward(self, vectors: Tensor, extra: Tensor, places: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return [batch, labels and values of qualifiers]; ``places`` [batch, 2] are the opening marks."""
        x = self.encoder(vectors, extra, mask)
        at = places[:, :, None].expand(-1, -1, WIDTH)
        pooled = torch.cat((x.gather(1, at).flatten(1), x[:, 0]), 1)
        scores: Tensor = self.heads(self.dropout(nn.functional.gelu(self.hidden(pooled))))
        return scores
