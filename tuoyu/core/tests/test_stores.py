"""Both stores keep a file whole under its hash; the bucket is asked through the real client."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tuoyu.core.stores import Missing, Store, Unreachable, open_store

NAME = "ab" + "0" * 62


class FakeBucket(BaseHTTPRequestHandler):
    """As much of S3 as a store asks for, in memory."""

    kept: dict[str, bytes]
    puts: int

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).puts += 1
        self.kept[self.path] = (
            _without_chunks(body)
            if "aws-chunked" in str(self.headers.get("Content-Encoding"))
            else body
        )
        self._answer(200)

    def do_HEAD(self) -> None:
        self._answer(200 if self.path in self.kept else 404)

    def do_GET(self) -> None:
        found = self.path in self.kept
        error = b"<Error><Code>NoSuchKey</Code></Error>"
        self._answer(200 if found else 404, self.kept.get(self.path, error))

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _without_chunks(body: bytes) -> bytes:
    """The client signs its upload in chunks: `size;…\\r\\n…\\r\\n0\\r\\n…`."""
    plain = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.split(b";")[0] or b"0", 16)
        if size == 0:
            return plain
        plain, body = plain + body[:size], body[size + 2 :]
    return plain


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeBucket]]:
    fake = type("Fake", (FakeBucket,), {"kept": {}, "puts": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), fake)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "local")
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path))
    request.getfixturevalue("bucket")
    return open_store("s3://papers/tuoyu")


def test_what_is_kept_is_read_back(store: Store) -> None:
    store.keep(NAME, b"a lease")

    assert store.read(NAME) == b"a lease"


def test_what_was_never_kept_is_missing(store: Store) -> None:
    with pytest.raises(Missing):
        store.read(NAME)


def test_a_bucket_is_not_sent_what_it_has(bucket: type[FakeBucket]) -> None:
    store = open_store("s3://papers/tuoyu")
    store.keep(NAME, b"a lease")
    store.keep(NAME, b"a lease")

    assert bucket.puts == 1
    assert list(bucket.kept) == [f"/papers/tuoyu/ab/{NAME}"]


def test_a_write_that_fails_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        open_store(str(tmp_path)).keep(NAME, b"a lease")

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("address", ["s3://papers/tuoyu", "s3://nobody-home/tuoyu"])
def test_a_bucket_that_does_not_answer_is_said_to_be_out_of_reach(
    address: str, bucket: type[FakeBucket], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "nobody" in address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    else:
        monkeypatch.setattr(bucket, "_answer", lambda self, *given: self.send_error(403))
    store = open_store(address)

    with pytest.raises(Unreachable):
        store.keep(NAME, b"a lease")
    with pytest.raises(Unreachable):
        store.read(NAME)
