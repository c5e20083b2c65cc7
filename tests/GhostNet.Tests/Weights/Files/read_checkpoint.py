"""Reads a checkpoint with nothing but Python's standard library: prints the metadata's names, the position and each tensor's SHA-256."""
import base64, hashlib, json, struct, sys

data = open(sys.argv[1], "rb").read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8:8 + length])
metadata = header.pop("__metadata__")
assert all(isinstance(value, str) for value in metadata.values()), "the format wants strings in the metadata"

end = 0
for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
    begin, following = entry["data_offsets"]
    assert begin == end, f"a gap or an overlap before {name}"
    end = following
assert 8 + length + end == len(data), "the tensors do not fill the file"

digest = metadata["ghostnet.sha256"]
assert hashlib.sha256(data.replace(digest.encode(), b"0" * 64, 1)).hexdigest() == digest, "another digest"
assert len(base64.b64decode(metadata["random"])) > 5000
position = json.loads(metadata["position"])
print("metadata", *sorted(metadata))
print("network", json.loads(metadata["ghostnet"])["spec"]["name"])
print("position", position["epoch"], position["step"], position["globalStep"])
for name, entry in header.items():
    begin, following = entry["data_offsets"]
    print("tensor", name, entry["dtype"], *entry["shape"], hashlib.sha256(data[8 + length + begin:8 + length + following]).hexdigest())
