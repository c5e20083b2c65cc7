"""Makes small pictures to train on and to predict: pictures.py PHOTOS HOLIDAY. PNG, with nothing but Python's own library."""
import math
import os
import random
import struct
import sys
import zlib

KINDS = {
    "stripes": lambda x, y, step: (x + y) // step % 2,
    "checks": lambda x, y, step: (x // step + y // step) % 2,
    "rings": lambda x, y, step: int(math.hypot(x - 40, y - 40)) // step % 2,
    "dots": lambda x, y, step: math.hypot(x % (2 * step) - step, y % (2 * step) - step) < step / 2,
}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write(path, kind, draw):
    width, height, step = draw.randint(60, 120), draw.randint(60, 120), draw.randint(5, 9)
    colors = [bytes(draw.sample(range(256), 3)) for _ in range(2)]
    rows = b"".join(b"\0" + b"".join(colors[bool(KINDS[kind](x, y, step))] for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


photos, holiday = sys.argv[1:]
draw = random.Random(1)
for kind in KINDS:
    for number in range(12):
        write(f"{photos}/{kind}/{number}.png", kind, draw)
for number, kind in enumerate(KINDS):
    write(f"{holiday}/{number}.png", kind, draw)
