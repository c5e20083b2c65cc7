#!/usr/bin/python3
"""Writes data/pictures.json: what PIL makes of small pictures. Needs Debian's python3-pil and python3-numpy.

The pictures are computed by a formula, here and in PictureGoldenTests, so only the results are kept.
"""
import base64
import json
import os

import numpy
import PIL
from PIL import Image, ImageEnhance, ImageOps

FILTERS = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}


def picture(width, height):
    y, x, c = numpy.meshgrid(numpy.arange(height), numpy.arange(width), numpy.arange(3), indexing="ij")
    values = x * 7 * (c + 1) + y * 13 + (x * y) % 31 * 5 + ((x ^ y) & 8) * 9 + c * 50
    return Image.fromarray((values % 256).astype(numpy.uint8), "RGB")


def muted(size):
    """Few colours of a narrow range: for histograms and grey pixels."""
    y, x, c = numpy.meshgrid(numpy.arange(size), numpy.arange(size), numpy.arange(3), indexing="ij")
    return Image.fromarray((60 + (x * x + y * 3) // 4 % 97 + c * (x // 8) * 9).astype(numpy.uint8), "RGB")


def text(image):
    array = numpy.asarray(image)
    planes = array if array.ndim == 2 else array.transpose(2, 0, 1)
    return base64.b64encode(numpy.ascontiguousarray(planes).tobytes()).decode()


def evaluated(image, size, fraction, interpolation):
    """Resize and CenterCrop as torchvision (transforms/functional.py) with timm's size (data/transforms_factory.py)."""
    width, height = image.size
    edge = int(numpy.floor(size / fraction))
    short, long = min(width, height), max(width, height)
    longer = int(edge * long / short)
    width, height = (edge, longer) if width <= height else (longer, edge)
    image = image.resize((width, height), FILTERS[interpolation])
    top, left = int(round((height - size) / 2.0)), int(round((width - size) / 2.0))
    return image.crop((left, top, left + size, top + size))


def turned(image, part):
    hue, saturation, value = image.convert("HSV").split()
    hue = Image.fromarray((numpy.asarray(hue).astype(int) + int(part * 255)).astype(numpy.uint8), "L")
    return Image.merge("HSV", (hue, saturation, value)).convert("RGB")


def warped(image, matrix):
    return image.transform(image.size, Image.AFFINE, matrix, Image.NEAREST)


resized = []
for width, height, to_width, to_height, box in [
    (37, 23, 16, 16, None), (13, 17, 30, 27, None), (131, 97, 24, 21, None), (1, 1, 8, 8, None), (5, 200, 7, 9, None),
    (33, 17, 33, 17, None), (300, 7, 20, 21, None), (2, 3, 1, 1, None), (37, 23, 16, 17, (3, 5, 29, 20)), (40, 40, 24, 24, (10, 11, 21, 19)),
]:
    for name in FILTERS:
        image = picture(width, height).resize((to_width, to_height), FILTERS[name], box)
        resized.append({"width": width, "height": height, "toWidth": to_width, "toHeight": to_height,
                        "box": box or (0, 0, width, height), "interpolation": name, "pixels": text(image)})

evaluations = []
for width, height, size, fraction in [(61, 45, 32, 0.875), (45, 61, 32, 0.875), (33, 33, 24, 1.0), (200, 30, 24, 0.95), (20, 14, 28, 0.9), (1, 1, 9, 0.875)]:
    for name in FILTERS:
        image = evaluated(picture(width, height), size, fraction, name)
        evaluations.append({"width": width, "height": height, "size": size, "cropFraction": fraction, "interpolation": name, "pixels": text(image)})

SIDE = 16
changes = []
for source, image in [("picture", picture(SIDE, SIDE)), ("muted", muted(SIDE))]:
    for name, argument, result in [
        *(("Brightness", f, ImageEnhance.Brightness(image).enhance(f)) for f in (0.4, 1.37)),
        *(("Contrast", f, ImageEnhance.Contrast(image).enhance(f)) for f in (0.25, 1.6)),
        *(("Saturation", f, ImageEnhance.Color(image).enhance(f)) for f in (0.3, 1.9)),
        *(("Sharpness", f, ImageEnhance.Sharpness(image).enhance(f)) for f in (0.1, 1.9)),
        *(("Hue", part, turned(image, part)) for part in (-0.5, -0.13, 0.2, 0.5)),
        ("Posterize", 4, ImageOps.posterize(image, 4)),
        ("Solarize", 102.0, ImageOps.solarize(image, 102.0)),
        ("AutoContrast", 0, ImageOps.autocontrast(image)),
        ("Equalize", 0, ImageOps.equalize(image)),
        *(("ShearX", level, warped(image, (1, level, 0, 0, 1, 0))) for level in (-0.3, 0.09)),
        *(("ShearY", level, warped(image, (1, 0, 0, level, 1, 0))) for level in (-0.09, 0.21)),
        ("TranslateX", -5, warped(image, (1, 0, 5, 0, 1, 0))),
        ("TranslateY", 3, warped(image, (1, 0, 0, 0, 1, -3))),
        *(("Rotate", degrees, image.rotate(degrees, Image.NEAREST)) for degrees in (-30, 9, 17)),
    ]:
        changes.append({"source": source, "name": name, "argument": argument, "pixels": text(result)})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "pictures.json"), "w") as file:
    cases = {"pil": PIL.__version__, "side": SIDE, "resized": resized, "evaluations": evaluations, "changes": changes}
    file.write(json.dumps([cases], indent=None, separators=(",", ":")).replace("},{", "},\n{") + "\n")
