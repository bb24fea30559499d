"""Check the signature of a filing paper without the platform and without a network.

    python3 verify_receipt.py --key PUBLIC_KEY_HEX TEXT_OF_THE_QR_CODE

The text is what a scanner reads from the paper: an address with the payload behind `#`, or the
payload alone. The public key is published by the platform at /verify/key/.
Exit code 0: signed by the holder of the key; 1: not; 2: the text cannot be read.
Standard library only; Ed25519 after RFC 8032.
"""

import argparse
import base64
import binascii
import hashlib
import json
import sys

LABELS = {
    "n": "文号",
    "k": "文书",
    "i": "机构名称",
    "u": "统一社会信用代码",
    "a": "住所",
    "p": "托位数",
    "s": "服务形式",
    "o": "出具机关",
    "d": "出具日期",
    "f": "办件编号",
    "c": "查验码",
}
KINDS = {"receipt": "托育机构备案回执", "notice": "基本条件告知书", "mismatch": "不符合告知书"}

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT = pow(2, (PRIME - 1) // 4, PRIME)

Point = tuple[int, int, int, int]


def add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % PRIME
    b = (one[1] + one[0]) * (two[1] + two[0]) % PRIME
    c = 2 * one[3] * two[3] * CURVE % PRIME
    d = 2 * one[2] * two[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % PRIME == 0 and (
        one[1] * two[2] - two[1] * one[2]
    ) % PRIME == 0


def x_of(y: int, odd: int) -> int | None:
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    if square == 0:
        return None if odd else 0
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT % PRIME
    if (x * x - square) % PRIME:
        return None
    return PRIME - x if x & 1 != odd else x


def point_of(raw: bytes) -> Point | None:
    number = int.from_bytes(raw, "little")
    y = number & (2**255 - 1)
    x = x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % PRIME)


BASE_Y = 4 * pow(5, PRIME - 2, PRIME) % PRIME
BASE_X = x_of(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % PRIME)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 verification."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = point_of(key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same(times(scalar, BASE), add(commitment, times(challenge, public)))


def take_apart(text: str) -> tuple[bytes, bytes]:
    """The signed bytes and the signature; ValueError when this is no paper of ours."""
    packed = text.strip().rpartition("#")[2]
    head, dot, tail = packed.partition(".")
    if not dot:
        raise ValueError("no payload")
    return decode(head), decode(tail)


def decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="核验托育备案文书的数字签名")
    parser.add_argument("text", help="二维码里的文字")
    parser.add_argument("--key", required=True, help="公钥，64 位十六进制")
    given = parser.parse_args()
    try:
        message, signature = take_apart(given.text)
        said, key = json.loads(message), bytes.fromhex(given.key)
    except (ValueError, binascii.Error):
        print("读不出来：这不是托育备案文书的二维码，或公钥写错了。", file=sys.stderr)
        return 2
    if not is_signed(key, message, signature):
        print("签名不符：内容被改动过，或不是这把公钥的主人出具的。")
        return 1
    print("签名相符。以下内容自出具后没有改动；今天的状态请联网查询。")
    for short, label in LABELS.items():
        if short in said:
            print(f"{label}：{KINDS.get(said[short], said[short])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
