"""Papers in a bucket of a server that speaks all of S3, not only what we ask of it."""

import hashlib
from collections.abc import Iterator
from urllib.request import urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tuoyu.core.stores import Missing, Store, Unreachable, open_store

LEASE = b"a lease of 29 months"
NAME = hashlib.sha256(LEASE).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def address(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server that holds nothing but one empty bucket."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    urlopen(f"{server}/moto-api/reset", data=b"")
    boto3.client("s3").create_bucket(Bucket="papers")
    return "s3://papers/tuoyu"


@pytest.fixture
def store(address: str) -> Store:
    return open_store(address)


def keys() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket="papers")
    return [str(one["Key"]) for one in found.get("Contents", [])]


def test_a_paper_is_kept_whole_under_its_hash(store: Store) -> None:
    store.keep(NAME, LEASE)

    assert store.read(NAME) == LEASE
    assert keys() == [f"tuoyu/{NAME[:2]}/{NAME}"]


@pytest.mark.parametrize("size", [0, 1, 9 * 1024 * 1024])
def test_papers_of_any_size_come_back(store: Store, size: int) -> None:
    content = bytes(size)
    name = hashlib.sha256(content).hexdigest()

    store.keep(name, content)

    assert store.read(name) == content


def test_what_the_bucket_has_is_not_written_again(store: Store) -> None:
    store.keep(NAME, LEASE)
    client = boto3.client("s3")
    written = client.head_object(Bucket="papers", Key=keys()[0])["LastModified"]

    store.keep(NAME, b"something else under the same name")

    assert store.read(NAME) == LEASE
    assert client.head_object(Bucket="papers", Key=keys()[0])["LastModified"] == written


def test_what_was_never_kept_is_missing(store: Store) -> None:
    with pytest.raises(Missing):
        store.read(NAME)


@pytest.mark.usefixtures("address")
def test_a_bucket_that_nobody_made_is_out_of_reach_not_empty() -> None:
    store = open_store("s3://not-made/tuoyu")

    with pytest.raises(Unreachable, match="NoSuchBucket"):
        store.keep(NAME, LEASE)
    with pytest.raises(Unreachable, match="NoSuchBucket"):
        store.read(NAME)
