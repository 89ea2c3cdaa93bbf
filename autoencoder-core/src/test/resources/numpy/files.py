"""Writes files with NumPy for NumPyFilesTest to read, and checks those that it wrote.

files.py write FOLDER    arrays of every type, each with what NumPy makes of it: NAME.f4 and NAME.f8
files.py check FOLDER    the .npy and .npz files of Java, against those arrays
"""

import gzip
import io
import pathlib
import struct
import sys
import zipfile

import numpy as np

TYPES = ["|b1", "|u1", "|i1"] + [o + t for t in ("u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8") for o in "<>"]
IDX = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
SHAPES = {"scalar": (), "vector": (7,), "matrix": (130, 5), "cube": (9, 4, 3), "four": (3, 2, 5, 4), "one": (1, 1)}


def values(dtype, shape, random):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return random.integers(0, 2, shape).astype(dtype)
    if dtype.kind in "ui":
        info = np.iinfo(dtype)
        native = random.integers(info.min, info.max, shape, dtype.newbyteorder("="), endpoint=True)
        return np.asarray(native).astype(dtype)
    return np.asarray(random.standard_normal(shape)).astype(dtype)


def flat(array):
    return array.reshape(len(array), -1) if array.ndim > 2 else array


def expect(path, array):
    for name in ("f4", "f8"):
        # Whole numbers go to FLOAT by one rounding, as C does it.
        with open(f"{path}.{name}", "wb") as file:
            np.save(file, flat(array).astype("<" + name, order="C"))


def idx(array):
    kind = array.dtype.str[1:]
    header = struct.pack(">HBB", 0, IDX[kind], array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(">" + kind).tobytes()


class Stream(io.RawIOBase):
    """What cannot be sought: a member's sizes then follow after it."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def write(folder):
    random = np.random.default_rng(15)
    for number, dtype in enumerate(TYPES):
        for shape in SHAPES:
            for order in "CF":
                array = np.asarray(values(dtype, SHAPES[shape], random), order=order)
                path = folder / f"{number}-{shape}-{order}.npy"
                np.save(path, array)
                expect(path, array)
    for version in (1, 2, 3):
        array = values("<f4", (3, 4), random)
        path = folder / f"version{version}.npy"
        with open(path, "wb") as file:
            np.lib.format.write_array(file, array, (version, 0))
        expect(path, array)
    arrays = {f"m{i}": values(dtype, (6, 4, 2), random) for i, dtype in enumerate(TYPES)}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with open(folder / f"streamed{method}.npz", "wb") as file:
            with zipfile.ZipFile(Stream(file), "w", method) as archive:
                for name, array in arrays.items():
                    with archive.open(name + ".npy", "w", force_zip64=True) as member:
                        np.save(member, array)
    for name, array in arrays.items():
        expect(folder / name, array)
    for kind in IDX:
        for shape in ("vector", "matrix", "cube"):
            array = values(kind, SHAPES[shape], random)
            path = folder / f"{kind}-{shape}.idx"
            path.write_bytes(idx(array))
            expect(path, array)
            zipped = folder / f"{kind}-{shape}.idx.gz"
            zipped.write_bytes(gzip.compress(path.read_bytes()))
            expect(zipped, array)


def check(folder):
    compared = 0
    for path in sorted(folder.glob("*.java.npy")):
        np.testing.assert_array_equal(np.load(path), np.load(folder / path.name.replace(".java.npy", "")))
        compared += 1
    with np.load(folder / "java.npz") as archive:
        for name in archive.files:
            np.testing.assert_array_equal(archive[name], np.load(folder / name))
            compared += 1
    # The advice for bfloat16: 1, -2 and 3.140625.
    bfloat16 = np.array([0x3F80, 0xC000, 0x4049], "<u2").view("V2")
    np.testing.assert_array_equal((bfloat16.view("<u2").astype("<u4") << 16).view("<f4"), [1, -2, 3.140625])
    print("compared", compared)


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
