"""The same network in PyTorch, driven line by line, so that its turns can stand between those of other programs.

Reads one JSON object a line and answers each with one line of JSON. Written for PyTorch 1.13 and later.

  {"do": "versions"}                      {"torch": "1.13.0", "threads": 2, ...}
  {"do": "create", "key": "a", "config": {...}, "weights": "FILE", "batch": 128, "layout": "default" or "channels_last"}
                                          {"logits": [...]}: those of the images in FILE, to be compared
  {"do": "remove", "key": "a"}             {}
  {"do": "train" or "predict", "key": "a", "seconds": 0.3}
                                          {"milliseconds": [...]}: repeated for so long, at least once
  {"do": "pipeline", "images": 2000, "seconds": 1.0}
                                          {"images_per_second": 9000} or {"missing": "torchvision"}
  {"do": "pictures", "folder": "DIR", "size": 224, "batch": 64, "workers": 2, "seconds": 1.0}
                                          {"images_per_second": 400} or {"missing": "torchvision"}
"""

import json
import math
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional


def conv(inputs, outputs, kernel=1, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


def make_divisible(channels, flavor, divisor=4):
    if flavor == "Tutorial":
        return math.ceil(channels / divisor) * divisor
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * channels else rounded


class ConvBnAct(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = conv(inputs, outputs)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.act(self.bn1(self.conv(x)))


class GhostModule(nn.Module):
    def __init__(self, inputs, outputs, relu=True):
        super().__init__()
        intrinsic = (outputs + 1) // 2
        act = [nn.ReLU(inplace=True)] if relu else []
        self.outputs = outputs
        self.primary_conv = nn.Sequential(conv(inputs, intrinsic), nn.BatchNorm2d(intrinsic), *act)
        self.cheap_operation = nn.Sequential(conv(intrinsic, intrinsic, 3, groups=intrinsic), nn.BatchNorm2d(intrinsic), *act)

    def forward(self, x):
        intrinsic = self.primary_conv(x)
        return torch.cat([intrinsic, self.cheap_operation(intrinsic)], 1)[:, : self.outputs]


class SqueezeExcite(nn.Module):
    def __init__(self, channels, ratio, config):
        super().__init__()
        inner = channels * ratio if config["flavor"] == "Paper" else int(channels / ratio)
        inner = make_divisible(inner, config["flavor"])
        self.clamped = config["flavor"] == "Paper"
        self.conv_reduce = nn.Conv2d(channels, inner, 1)
        self.conv_expand = nn.Conv2d(inner, channels, 1)

    def forward(self, x):
        gate = functional.adaptive_avg_pool2d(x, 1)
        gate = self.conv_expand(functional.relu(self.conv_reduce(gate), inplace=True))
        return x * (functional.hardsigmoid(gate) if self.clamped else functional.relu(gate + 3) / 6)


class GhostBottleneck(nn.Module):
    def __init__(self, inputs, middle, outputs, kernel, stride, squeeze_excite):
        super().__init__()
        self.ghost1 = GhostModule(inputs, middle)
        if stride > 1:
            self.conv_dw = conv(middle, middle, kernel, stride, middle)
            self.bn_dw = nn.BatchNorm2d(middle)
        self.stride = stride
        self.se = squeeze_excite
        self.ghost2 = GhostModule(middle, outputs, relu=False)
        if stride > 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                conv(inputs, inputs, kernel, stride, inputs),
                nn.BatchNorm2d(inputs),
                conv(inputs, outputs),
                nn.BatchNorm2d(outputs),
            )
        else:
            self.shortcut = nn.Identity()

    def forward(self, x):
        shortcut = self.shortcut(x)
        x = self.ghost1(x)
        if self.stride > 1:
            x = self.bn_dw(self.conv_dw(x))
        if self.se is not None:
            x = self.se(x)
        return self.ghost2(x) + shortcut


class GhostNet(nn.Module):
    def __init__(self, config):
        super().__init__()

        def scale(width):
            return make_divisible(width * config["width"], config["flavor"])

        channels = scale(16)
        self.conv_stem = conv(config["inputChannels"], channels, 3, config["stemStride"])
        self.bn1 = nn.BatchNorm2d(channels)
        stages = []
        for stage in config["stages"]:
            layers = []
            for row in stage["bottlenecks"]:
                middle = scale(row["expansion"])
                ratio = row["squeezeRatio"]
                squeeze_excite = SqueezeExcite(middle, ratio, config) if ratio else None
                layers.append(GhostBottleneck(channels, middle, scale(row["out"]), row["kernel"], row["stride"], squeeze_excite))
                channels = scale(row["out"])
            stages.append(nn.Sequential(*layers))
        stages.append(nn.Sequential(ConvBnAct(channels, middle)))
        self.blocks = nn.Sequential(*stages)
        self.conv_head = nn.Conv2d(middle, config["headChannels"], 1)
        self.dropout = nn.Dropout(config["dropout"])
        self.classifier = nn.Linear(config["headChannels"], config["classes"])

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv_stem(x)), inplace=True)
        x = functional.adaptive_avg_pool2d(self.blocks(x), 1)
        x = functional.relu(self.conv_head(x), inplace=True).flatten(1)
        return self.classifier(self.dropout(x))


def fill(network, numbers):
    """Takes the weights from the file, in the order of their names; returns what is left."""
    for name, value in sorted(network.state_dict().items()):
        if not name.endswith("num_batches_tracked"):
            value.copy_(torch.from_numpy(numbers[: value.numel()]).reshape(value.shape))
            numbers = numbers[value.numel() :]
    return numbers


class Contender:
    def __init__(self, request):
        config = request["config"]
        self.network = GhostNet(config)
        rest = fill(self.network, numpy.fromfile(request["weights"], dtype=numpy.float32))
        self.layout = torch.channels_last if request["layout"] == "channels_last" else torch.contiguous_format
        self.network.to(memory_format=self.layout)
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=1e-4, momentum=0.9, nesterov=True, weight_decay=5e-4)
        size = (config["inputChannels"], 32, 32)
        self.samples = torch.from_numpy(rest.copy()).reshape(-1, *size)
        self.images = torch.randn(request["batch"], *size)
        self.labels = torch.randint(0, config["classes"], (request["batch"],))

    def logits(self):
        self.network.eval()
        with torch.inference_mode():
            return self.network(self.samples.contiguous(memory_format=self.layout)).flatten().tolist()

    def train(self):
        self.network.train()
        self.optimizer.zero_grad()
        loss = functional.cross_entropy(self.network(self.images.contiguous(memory_format=self.layout)), self.labels)
        loss.backward()
        self.optimizer.step()

    def predict(self):
        self.network.eval()
        with torch.inference_mode():
            self.network(self.images.contiguous(memory_format=self.layout))


def repeat(work, seconds):
    milliseconds = []
    end = time.perf_counter() + seconds
    while not milliseconds or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        milliseconds.append(1000 * (time.perf_counter() - start))
    return milliseconds


def pipeline(images, seconds):
    """Images a second through torchvision's transforms, on one core."""
    try:
        from PIL import Image
        from torchvision import transforms
    except ImportError as error:
        return {"missing": error.name}
    chain = transforms.Compose(
        [
            transforms.RandomCrop(32, padding=4),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
        ]
    )
    pixels = numpy.random.default_rng(0).integers(0, 256, (images, 32, 32, 3), dtype=numpy.uint8)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    def epoch():
        for first in range(0, images, 128):
            torch.stack([chain(Image.fromarray(one)) for one in pixels[first : first + 128]])

    times = repeat(epoch, seconds)
    torch.set_num_threads(threads)
    return {"images_per_second": 1000 * images / sorted(times)[len(times) // 2]}


readers = {}


def pictures(request):
    """Images a second from a folder of classes, by as many worker processes, which stay from turn to turn."""
    try:
        from torchvision import datasets, transforms
    except ImportError as error:
        return {"missing": error.name}
    key = (request["folder"], request["workers"])
    if key not in readers:
        chain = transforms.Compose(
            [
                transforms.RandomResizedCrop(request["size"]),
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
            ]
        )
        readers.clear()  # Ends the workers of the turns before.
        readers[key] = torch.utils.data.DataLoader(
            datasets.ImageFolder(request["folder"], chain),
            request["batch"],
            shuffle=True,
            num_workers=request["workers"],
            persistent_workers=True,
        )

    def epoch():
        for _ in readers[key]:
            pass

    times = repeat(epoch, request["seconds"])
    return {"images_per_second": 1000 * len(readers[key].dataset) / sorted(times)[len(times) // 2]}


def versions():
    blas = "OpenBLAS" if "openblas" in open("/proc/self/maps").read() else "the default BLAS"
    return {"python": sys.version.split()[0], "torch": torch.__version__, "threads": torch.get_num_threads(), "blas": blas}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    contenders = {}

    def answer(request):
        do = request["do"]
        if do == "versions":
            return versions()
        if do == "create":
            contenders[request["key"]] = contender = Contender(request)
            return {"logits": contender.logits()}
        if do == "remove":
            del contenders[request["key"]]
            return {}
        if do == "pipeline":
            return pipeline(request["images"], request["seconds"])
        if do == "pictures":
            return pictures(request)
        return {"milliseconds": repeat(getattr(contenders[request["key"]], do), request["seconds"])}

    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
