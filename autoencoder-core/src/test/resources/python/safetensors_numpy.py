"""The safetensors format with NumPy and nothing else, written from its description.

write FILE        one tensor of each dtype, of ranks 0 to 3, one of them empty, and the numbers as JSON on standard output
read FILE         the tensors of FILE (F32, F64) as JSON on standard output, after strict checks of the layout
"""
import json
import struct
import sys

import numpy as np

TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I8": "|i1", "U8": "|u1", "I16": "<i2", "U16": "<u2", "I32": "<i4",
         "U32": "<u4", "I64": "<i8", "U64": "<u8", "BOOL": "|b1"}


def bf16(numbers):
    """Cuts singles whose lower half is 0."""
    bits = np.asarray(numbers, "<f4").view("<u4")
    assert not (bits & 0xFFFF).any()
    return (bits >> 16).astype("<u2")


def write(file, tensors, metadata=None):
    """tensors: name -> (dtype, array whose bytes are written)."""
    header = {"__metadata__": metadata} if metadata else {}
    data = b""
    for name, (dtype, array) in tensors.items():
        piece = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": dtype, "shape": list(np.shape(array)), "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def read(file):
    with open(file, "rb") as source:
        content = source.read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length % 8 == 0 and content[8:9] == b"{"
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    at, tensors, order = 0, {}, []
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert begin == at, "in the order of the data, without holes"
        at = end
        order.append((-np.dtype(TYPES[entry["dtype"]]).itemsize, name.encode()))
        numbers = np.frombuffer(content[8 + length + begin:8 + length + end], TYPES[entry["dtype"]])
        tensors[name] = numbers.reshape(entry["shape"])
    assert 8 + length + at == len(content)
    assert order == sorted(order), "by alignment, then by name"
    return tensors, metadata


def samples():
    random = np.random.default_rng(7)
    tensors = {}
    for dtype, numpy_type in TYPES.items():
        kind = np.dtype(numpy_type)
        if kind.kind == "f":
            numbers = random.normal(size=(3, 5)).astype(kind)
            numbers[0, :4] = [np.finfo(kind).max, np.finfo(kind).smallest_subnormal, -0.0, -np.finfo(kind).tiny]
        elif kind.kind == "b":
            numbers = random.integers(0, 2, size=(3, 5)).astype(kind)
        else:
            bounds = np.iinfo(kind)
            numbers = random.integers(bounds.min, bounds.max, size=(3, 5), dtype=kind, endpoint=True)
            numbers[0, :2] = [bounds.min, bounds.max]
        tensors[dtype] = (dtype, numbers)
    coarse = (random.normal(size=(3, 5)).astype("<f4").view("<u4") & 0xFFFF0000).view("<f4")
    tensors["BF16"] = ("BF16", bf16(coarse))
    tensors["scalar"] = ("F64", np.array(2.5))
    tensors["empty"] = ("F32", np.zeros((0, 3), "<f4"))
    tensors["cube"] = ("F32", np.arange(24, dtype="<f4").reshape(2, 3, 4))
    expected = {name: array.astype("f8") for name, (_, array) in tensors.items()}
    expected["BF16"] = coarse.astype("f8")
    return tensors, expected


def as_json(arrays):
    return {name: {"shape": list(a.shape), "numbers": [float(x).hex() for x in np.ravel(a)]} for name, a in arrays.items()}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        tensors, expected = samples()
        write(sys.argv[2], tensors, {"format": "np", "two\nlines": "é"})
        print(json.dumps(as_json(expected)))
    else:
        tensors, metadata = read(sys.argv[2])
        print(json.dumps({"tensors": as_json(tensors), "metadata": metadata}))
