"""Sparse autoencoders of SAELens, sparsify and Gemma Scope with NumPy and nothing else: files and forward passes.

write FOLDER           cases of each format with all options; their paths, inputs, codes and reconstructions as JSON
forward PATH INPUTS    codes and reconstructions of a folder or params.npz for the rows of a JSON file
golden FOLDER          the small files of the test resources, whose numbers can be checked by hand
"""
import json
import os
import sys

import numpy as np

import safetensors_numpy as tensors

N, M, ROWS, SIZE = 6, 11, 25, 0.35


def forward(x, w, activation, centred):
    """w: W_enc [n, m], b_enc, W_dec [m, n], b_dec as doubles; activation: z, decoder norms -> codes."""
    norms = np.sqrt((w["W_dec"] ** 2).sum(axis=1))
    z = (x - (w["b_dec"] if centred else 0)) @ w["W_enc"] + w["b_enc"]
    codes, scale = activation(z, norms)
    return codes, (codes / scale) @ w["W_dec"] + w["b_dec"]


def relu(z, norms):
    return np.maximum(z, 0), 1.0


def jumprelu(theta):
    return lambda z, norms: (np.where((z > theta) & (z > 0), z, 0), 1.0)


def topk(k, rescaled=False):
    def apply(z, norms):
        scale = norms if rescaled else np.ones_like(norms)
        z = z * scale
        kept = np.zeros_like(z)
        for row, out in zip(z, kept):
            best = np.argsort(-row, kind="stable")[:k]
            out[best] = np.maximum(row[best], 0)
        return kept, scale
    return apply


def random_weights(random, kind):
    def draw(*shape):
        numbers = SIZE * random.normal(size=shape)
        if kind == "BF16":
            return (numbers.astype("<f4").view("<u4") & 0xFFFF0000).view("<f4")
        return numbers.astype(tensors.TYPES[kind])
    return {"W_enc": draw(N, M), "b_enc": draw(M), "W_dec": draw(M, N), "b_dec": draw(N), "threshold": np.abs(draw(M))}


def stored(kind, array):
    return (kind, tensors.bf16(array) if kind == "BF16" else array)


def doubles(weights):
    return {name: array.astype("f8") for name, array in weights.items()}


def case(name, path, inputs, outputs):
    codes, reconstructions = outputs
    return {"name": name, "path": path, "inputs": inputs.tolist(), "codes": codes.tolist(),
            "reconstructions": reconstructions.tolist()}


def saelens(folder, name, random, x, kind, config, names=("W_enc", "b_enc", "W_dec", "b_dec"), activation=None,
            change=None, extra=None):
    weights = random_weights(random, kind)
    path = os.path.join(folder, name)
    os.makedirs(path)
    arrays = {key: stored(kind, weights[key]) for key in names}
    arrays.update(extra(weights) if extra else {})
    tensors.write(os.path.join(path, "sae_weights.safetensors"), arrays)
    base = {"d_in": N, "d_sae": M, "dtype": "float32", "device": "cpu"}
    with open(os.path.join(path, "cfg.json"), "w") as out:
        json.dump({**base, **config}, out)
    wide = doubles(weights)
    act = activation(wide) if activation else relu
    centred = config.get("apply_b_dec_to_input", True)
    if change:
        codes, y = forward(change * x, wide, act, centred)
        return case(name, path, x, (codes, y / change))
    return case(name, path, x, forward(x, wide, act, centred))


def new(architecture, **more):
    return {"architecture": architecture, "normalize_activations": "none", "reshape_activations": "none",
            "metadata": {"sae_lens_version": "6.18.0", "hook_name": "blocks.0.hook_z"}, **more}


def saelens_cases(folder, random, x):
    four = ("W_enc", "b_enc", "W_dec", "b_dec")
    yield saelens(folder, "standard", random, x, "F32", new("standard", apply_b_dec_to_input=True))
    yield saelens(folder, "standard-uncentred", random, x, "F16", new("standard", apply_b_dec_to_input=False))
    yield saelens(folder, "standard-absent", random, x, "BF16", new("standard"))
    yield saelens(folder, "standard-double", random, x, "F64", new("standard", reshape_activations="hook_z"))
    yield saelens(folder, "standard-old", random, x, "F32",
                  {"sae_lens_version": "5.9.0", "activation_fn_str": "relu", "activation_fn_kwargs": {},
                   "normalize_activations": False, "prepend_bos": True})
    yield saelens(folder, "standard-oldest", random, x, "F32", {"hook_point": "x"},
                  extra=lambda w: {"scaling_factor": ("F32", np.ones(M, "<f4"))})
    yield saelens(folder, "scaled", random, x, "F32", new("standard", normalize_activations="expected_average_only_in"),
                  change=1.75)
    yield saelens(folder, "scaled-topk", random, x, "F32",
                  new("topk", k=3, rescale_acts_by_decoder_norm=True, normalize_activations="expected_average_only_in"),
                  activation=lambda w: topk(3, True), change=1.75)
    yield saelens(folder, "jumprelu", random, x, "F32", new("jumprelu", apply_b_dec_to_input=False), four + ("threshold",),
                  lambda w: jumprelu(w["threshold"]))
    yield saelens(folder, "jumprelu-log", random, x, "F32", new("jumprelu"), four,
                  lambda w: jumprelu(np.exp(np.log(w["threshold"]).astype("<f4"))),
                  extra=lambda w: {"log_threshold": ("F32", np.log(w["threshold"]).astype("<f4"))})
    yield saelens(folder, "topk", random, x, "F32", new("topk", k=3, rescale_acts_by_decoder_norm=False),
                  activation=lambda w: topk(3))
    yield saelens(folder, "topk-absent", random, x, "F32", new("topk", k=8, apply_b_dec_to_input=False),
                  activation=lambda w: topk(8))
    yield saelens(folder, "topk-rescaled", random, x, "F32", new("topk", k=3, rescale_acts_by_decoder_norm=True),
                  activation=lambda w: topk(3, True))
    yield saelens(folder, "topk-old", random, x, "F32",
                  {"architecture": "standard", "activation_fn_str": "topk", "activation_fn_kwargs": {"k": 4}},
                  activation=lambda w: topk(4))


def sparsify(folder, name, random, x, kind, config, k):
    w = random_weights(random, kind)
    path = os.path.join(folder, name)
    os.makedirs(path)
    tensors.write(os.path.join(path, "sae.safetensors"),
                  {"encoder.weight": stored(kind, w["W_enc"].T), "encoder.bias": stored(kind, w["b_enc"]),
                   "W_dec": stored(kind, w["W_dec"]), "b_dec": stored(kind, w["b_dec"])})
    with open(os.path.join(path, "cfg.json"), "w") as out:
        json.dump({"k": k, "d_in": N, **config}, out)
    return case(name, path, x, forward(x, doubles(w), topk(k), True))


def gemma(folder, name, random, x, save, small, type_name="<f4", **more):
    w = {key: array.astype(type_name) for key, array in random_weights(random, "F32").items()}
    os.makedirs(os.path.join(folder, name))
    path = os.path.join(folder, name, "params.npz")
    save(path, **{key.replace("W_", "w_") if small else key: array for key, array in w.items()}, **more)
    wide = doubles(w)
    return case(name, path, x, forward(x, wide, jumprelu(wide["threshold"]), False))


def write(folder):
    random = np.random.default_rng(15)
    x = random.normal(size=(ROWS, N)).astype("<f4").astype("f8")
    cases = list(saelens_cases(folder, random, x))
    cases.append(sparsify(folder, "sparsify", random, x, "F32", {"num_latents": M, "expansion_factor": 32}, 4))
    # 11 latents are no multiple of 6 features: with num_latents 0 a part of the features would have to count.
    cases.append(sparsify(folder, "sparsify-bf16", random, x, "BF16",
                          {"num_latents": M, "activation": "topk", "transcode": False, "skip_connection": False}, M))
    cases.append(gemma(folder, "gemma", random, x, np.savez, False))
    cases.append(gemma(folder, "gemma-small", random, x, np.savez_compressed, True))
    cases.append(gemma(folder, "gemma-factor", random, x, np.savez, False, scaling_factor=np.ones(M, "<f4")))
    cases.append(gemma(folder, "gemma-double", random, x, np.savez, False, "<f8"))
    return cases


def read_forward(path, x):
    if path.endswith(".npz"):
        with np.load(path) as arrays:
            w = doubles(arrays)
        return forward(x, w, jumprelu(w["threshold"]), False)
    with open(os.path.join(path, "cfg.json")) as source:
        config = json.load(source)
    if os.path.exists(os.path.join(path, "sae.safetensors")):
        w = doubles(tensors.read(os.path.join(path, "sae.safetensors"))[0])
        assert set(w) == {"encoder.weight", "encoder.bias", "W_dec", "b_dec"}
        assert not config["transcode"] and not config["skip_connection"] and config["activation"] == "topk"
        assert w["encoder.weight"].shape == w["W_dec"].shape == (config["num_latents"], config["d_in"])
        w = {"W_enc": w["encoder.weight"].T, "b_enc": w["encoder.bias"], "W_dec": w["W_dec"], "b_dec": w["b_dec"]}
        return forward(x, w, topk(config["k"]), True)
    assert config["metadata"]["sae_lens_version"].startswith("6.")
    assert config["normalize_activations"] == config["reshape_activations"] == "none"
    raw, _ = tensors.read(os.path.join(path, "sae_weights.safetensors"))
    assert {a.dtype for a in raw.values()} == {np.dtype(config["dtype"])}
    w = doubles(raw)
    names = {"W_enc", "b_enc", "W_dec", "b_dec"}
    assert w["W_enc"].shape == (config["d_in"], config["d_sae"]) and w["W_dec"].shape == (config["d_sae"], config["d_in"])
    if config["architecture"] == "standard":
        act = relu
    elif config["architecture"] == "jumprelu":
        names |= {"threshold"}
        act = jumprelu(w["threshold"])
    else:
        assert config["architecture"] == "topk"
        act = topk(config["k"], config["rescale_acts_by_decoder_norm"])
    assert set(w) == names
    return forward(x, w, act, config["apply_b_dec_to_input"])


def golden(folder):
    w = {"W_enc": [[1, 0, -1], [0, 2, 1]], "b_enc": [0, -1, 0.5], "W_dec": [[1, 0], [0, 0.5], [2, -1]], "b_dec": [1, -1]}

    def save(name, weights, config, file):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        tensors.write(os.path.join(folder, name, file), weights)
        with open(os.path.join(folder, name, "cfg.json"), "w") as out:
            out.write(json.dumps(config) + "\n")

    single = {key: ("F32", np.array(value, "<f4")) for key, value in w.items()}
    half = {key: ("F16", np.array(value, "<f2")) for key, value in w.items()}
    theta = np.array([0.5, 0, 1], "<f4")
    size = {"d_in": 2, "d_sae": 3}
    save("standard", half, {**new("standard"), **size}, "sae_weights.safetensors")
    save("jumprelu", {**single, "threshold": ("F32", theta)}, {**new("jumprelu", apply_b_dec_to_input=False), **size},
         "sae_weights.safetensors")
    save("topk", single, {**new("topk", k=1, rescale_acts_by_decoder_norm=True), **size}, "sae_weights.safetensors")
    save("sparsify", {"encoder.weight": ("F16", np.array(w["W_enc"], "<f2").T), "encoder.bias": half["b_enc"],
                      "W_dec": half["W_dec"], "b_dec": half["b_dec"]},
         {"k": 1, "d_in": 2, "num_latents": 3}, "sae.safetensors")
    os.makedirs(os.path.join(folder, "gemma"), exist_ok=True)
    np.savez_compressed(os.path.join(folder, "gemma", "params.npz"), threshold=theta,
                        **{key: np.array(value, "<f4") for key, value in w.items()})


if __name__ == "__main__":
    if sys.argv[1] == "write":
        print(json.dumps(write(sys.argv[2])))
    elif sys.argv[1] == "forward":
        with open(sys.argv[3]) as source:
            rows = np.array(json.load(source))
        print(json.dumps(case("", "", rows, read_forward(sys.argv[2], rows))))
    else:
        golden(sys.argv[2])
