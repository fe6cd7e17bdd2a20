#!/usr/bin/env python3
"""Checks an auditor pack without the product that made it: python3 verify.py [PACK [SHA256 OF verify.json [KEY FILE]]]

The digest was printed when the pack was made; the key is the signer's public key, kept by you. Without them the pack only agrees with itself.
"""
import base64, hashlib, json, os, sys

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
pack = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))


def need(truth, what):
    if not truth:
        print("BAD: " + what)
        sys.exit(1)


def read(name):
    with open(os.path.join(pack, name), "rb") as f:
        return f.read()


def sha(data):
    return hashlib.sha256(data).digest()


def canonical(raw, what):
    value = json.loads(raw.decode("utf-8"))
    need(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8") == raw, what + " is not canonical")
    return value


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    total = None
    for bit in bin(k)[2:]:
        total = add(add(total, total), point if bit == "1" else None)
    return total


def signed(der, message, signature):
    need(len(der) == 91 and der.startswith(SPKI) and len(signature) == 64, "key or signature has another form")
    q, r, s = (int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")), int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    need((q[1] ** 2 - q[0] ** 3 + 3 * q[0] - 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B) % P == 0, "the key is no point of the curve")
    w = pow(s, -1, N) if 0 < r < N and 0 < s < N else 0
    point = add(times(int.from_bytes(sha(message), "big") * w % N, G), times(r * w % N, q)) if w else None
    return point is not None and point[0] % N == r


def climb(index, size, leaf, proof):
    """Root of an inclusion proof: siblings stand from the leaf upward (RFC 9162, 2.1.3.2)."""
    last = size - 1
    for sibling in proof:
        need(last > 0 and len(sibling) == 32, "a proof is too long")
        if index & 1 or index == last:
            leaf = sha(b"\1" + sibling + leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = sha(b"\1" + leaf + sibling)
        index, last = index >> 1, last >> 1
    need(last == 0, "a proof is too short")
    return leaf


need(len(sys.argv) < 3 or sha(read("verify.json")).hex() == sys.argv[2], "verify.json is not the one whose digest was given")
index = canonical(read("verify.json"), "verify.json")
found = sorted(os.path.relpath(os.path.join(d, f), pack).replace(os.sep, "/") for d, _, files in os.walk(pack) for f in files)
need(found == sorted([*index["files"], "verify.json"]), "files were added or removed")
for name, digest in index["files"].items():
    need(sha(read(name)).hex() == digest, name + " was changed")
head, key, proofs = canonical(read("head.json"), "head.json"), canonical(read("key.json"), "key.json"), {}
der = base64.b64decode(key["publicKey"], validate=True)
need(sha(der).hex()[:32] == key["keyId"] == head["keyId"], "the key is not the head's")
if len(sys.argv) > 3:
    with open(sys.argv[3], "rb") as f:
        need(json.loads(f.read())["publicKey"] == key["publicKey"], "the head is signed by another key than yours")
body = json.dumps({k: v for k, v in head.items() if k != "signature"}, sort_keys=True, separators=(",", ":")).encode()
need(signed(der, body, base64.b64decode(head["signature"], validate=True)), "the head's signature is wrong")
need((index["root"], index["size"]) == (head["root"], head["size"]), "verify.json speaks of another head")
lines, after = read("records.jsonl").split(b"\n"), {}
for line in read("proofs.jsonl").split(b"\n")[:-1]:
    proof = canonical(line, "a proof")
    proofs[proof["seq"]] = proof
need(lines.pop() == b"" and len(lines) == index["records"] == len(proofs), "the number of records differs")
for line in lines:
    record = canonical(line, "a record")
    number, proof = record["seq"], proofs[record["seq"]]
    need(after.get(number - 1, proof["before"]) == proof["before"], "the chain breaks before record %d" % number)
    after[number] = hashlib.sha256(proof["before"].encode() + line).hexdigest()
    path = [bytes.fromhex(h) for h in proof["path"]]
    need(climb(number - 1, head["size"], sha(b"\0" + line), path).hex() == head["root"], "record %d is not under the signed root" % number)
need(after.get(head["size"], head["chain"]) == head["chain"], "the chain does not end at the head")
print("OK: %d records under the signed head of %d, %d files%s" % (len(lines), head["size"], len(index["files"]), "" if len(sys.argv) > 3 else "; key and digest not pinned: give them to know the origin"))
