"""GhostNet as PyTorch computes it, from the names of the weights alone: the other end of a round trip.

forward.py WEIGHTS AGAIN LEGACY LOGITS: loads WEIGHTS, which hold the images too, as "input"; saves the weights to AGAIN and,
in the format before PyTorch 1.6, to LEGACY; saves the logits to LOGITS.
"""
import collections
import sys

import torch
import torch.nn.functional as F

weights, again, legacy, logits = sys.argv[1:]
state = torch.load(weights, weights_only=True)
images = state.pop("input")


def conv(x, name, stride=1):
    weight = state[name + ".weight"]
    return F.conv2d(x, weight, state.get(name + ".bias"), stride, weight.shape[-1] // 2, groups=x.shape[1] // weight.shape[1])


def norm(x, name):
    return F.batch_norm(x, *(state[name + part] for part in (".running_mean", ".running_var", ".weight", ".bias")))


def ghost(x, name, act):
    primary = act(norm(conv(x, name + ".primary_conv.0"), name + ".primary_conv.1"))
    cheap = act(norm(conv(primary, name + ".cheap_operation.0"), name + ".cheap_operation.1"))
    return torch.cat([primary, cheap], 1)


def bottleneck(x, name):
    stride = 2 if name + ".conv_dw.weight" in state else 1
    y = ghost(x, name + ".ghost1", F.relu)
    if stride == 2:
        y = norm(conv(y, name + ".conv_dw", 2), name + ".bn_dw")
    if name + ".se.conv_reduce.weight" in state:
        gate = conv(F.relu(conv(y.mean((2, 3), keepdim=True), name + ".se.conv_reduce")), name + ".se.conv_expand")
        y = y * F.relu6(gate + 3) / 6
    y = ghost(y, name + ".ghost2", lambda same: same)
    if name + ".shortcut.0.weight" in state:
        x = norm(conv(x, name + ".shortcut.0", stride), name + ".shortcut.1")
        x = norm(conv(x, name + ".shortcut.2"), name + ".shortcut.3")
    return x + y


x = F.relu(norm(conv(images, "conv_stem", 2), "bn1"))
blocks = {tuple(map(int, name.split(".")[1:3])) for name in state if name.startswith("blocks.")}
for stage, row in sorted(blocks):
    name = f"blocks.{stage}.{row}"
    x = F.relu(norm(conv(x, name + ".conv"), name + ".bn1")) if name + ".conv.weight" in state else bottleneck(x, name)
x = F.relu(conv(x.mean((2, 3), keepdim=True), "conv_head")).flatten(1)
x = F.linear(x, state["classifier.weight"], state["classifier.bias"])

torch.save(state, again)
torch.save(state, legacy, _use_new_zipfile_serialization=False)
torch.save(collections.OrderedDict(logits=x), logits)
