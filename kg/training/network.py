"""The networks in torch: a MiniLM encoder, a head for names, heads for pairs; from safetensors, to ONNX."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WIDTH, HEADS, LAYERS, INNER, POSITIONS = 384, 12, 6, 1536, 512


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output = nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Return [batch, length, width]; ``bias`` is added to the attention scores (None: all see all)."""
        batch, length, _ = x.shape
        size = WIDTH // HEADS

        def split(t: Tensor) -> Tensor:
            return t.view(batch, length, HEADS, size).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export() or bias is None:
            weights = q @ k.transpose(-1, -2) / math.sqrt(size)
            mixed = weights.softmax(-1) @ v
        else:
            mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
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
        self.dropout = nn.Dropout(0.1)

    def forward(self, vectors: Tensor, extra: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the last layer's states; ``mask`` is true where a piece stands."""
        return self.above(self.below(vectors, extra, 0, mask), 0, mask)

    def below(self, vectors: Tensor, extra: Tensor, layers: int, mask: Tensor | None = None) -> Tensor:
        """Return the states after the first ``layers`` layers."""
        length = vectors.shape[1]
        added = nn.functional.embedding(extra, self.extra, padding_idx=0)
        x = self.dropout(self.norm(vectors + added + self.position[:length]))
        for layer in self.layers[:layers]:
            x = layer(x, _bias(mask, x))
        return x

    def above(self, x: Tensor, layers: int, mask: Tensor | None = None) -> Tensor:
        """Return the last layer's states, given those after the first ``layers``."""
        for layer in self.layers[layers:]:
            x = layer(x, _bias(mask, x))
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
        encoder.position.copy_(state["embeddings.position_embeddings.weight"])
        encoder.position.add_(state["embeddings.token_type_embeddings.weight"][0])
        encoder.norm.weight.copy_(state["embeddings.LayerNorm.weight"])
        encoder.norm.bias.copy_(state["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(encoder.layers):
            for ours, theirs in names.items():
                part = getattr(layer, ours)
                part.weight.copy_(state[f"encoder.layer.{i}.{theirs}.weight"])
                part.bias.copy_(state[f"encoder.layer.{i}.{theirs}.bias"])


class TaggerNetwork(nn.Module):
    """Scores of the labels of names for every piece."""

    def __init__(self, labels: int, extra: int) -> None:
        super().__init__()
        self.encoder = Encoder(extra)
        self.head = nn.Linear(WIDTH, labels)

    def forward(self, vectors: Tensor, extra: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return [batch, length, labels]."""
        scores: Tensor = self.head(self.encoder(vectors, extra, mask))
        return scores


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
    """Scores of a marked pair: relation, polarity, certainty, time; and early, whether it is worth reading on."""

    def __init__(self, labels: int, extra: int, early_layers: int) -> None:
        super().__init__()
        self.encoder = Encoder(extra)
        self.early_layers = early_layers
        self.early = nn.Sequential(nn.Linear(3 * WIDTH, 128), nn.GELU(), nn.Linear(128, 1))
        self.hidden = nn.Linear(3 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleList(nn.Linear(WIDTH, n) for n in (labels, 2, 3, 3))

    def forward(self, vectors: Tensor, extra: Tensor, places: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """Return [batch, labels], [batch, 2], [batch, 3], [batch, 3], [batch, 1].

        ``places`` [batch, 2] are the opening marks. The early head learns from states that it does not change.
        """
        x = self.encoder.below(vectors, extra, self.early_layers, mask)
        early = self.early(pooled(x.detach(), places))
        x = self.encoder.above(x, self.early_layers, mask)
        return (*self.late(x, places), early)

    def late(self, x: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        """Return what the heads say of the last states."""
        hidden = self.dropout(nn.functional.gelu(self.hidden(pooled(x, places))))
        return tuple(head(hidden) for head in self.heads)


def pooled(x: Tensor, places: Tensor) -> Tensor:
    """Return the states at the two places and at the first piece, in one vector."""
    at = places[:, :, None].expand(-1, -1, WIDTH)
    return torch.cat((x.gather(1, at).flatten(1), x[:, 0]), 1)


class EarlyHalf(nn.Module):
    """The first layers of a pair network and its early head, for export."""

    def __init__(self, whole: PairsNetwork) -> None:
        super().__init__()
        self.whole = whole

    def forward(self, vectors: Tensor, extra: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states and the early score."""
        x = self.whole.encoder.below(vectors, extra, self.whole.early_layers)
        return x, self.whole.early(pooled(x, places))


class LateHalf(nn.Module):
    """The other layers of a pair network and its heads, for export."""

    def __init__(self, whole: PairsNetwork) -> None:
        super().__init__()
        self.whole = whole

    def forward(self, states: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        """Return the scores of the heads."""
        return self.whole.late(self.whole.encoder.above(states, self.whole.early_layers), places)
