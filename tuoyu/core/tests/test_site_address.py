"""In production the address on printed papers must be one that people can open."""

import pytest

from tuoyu.core import site_address
from tuoyu.core.environment import BadSetting

HOSTS = ["tuoyu.example.gov.cn"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "tuoyu.example.gov.cn", ""])
def test_an_address_that_nobody_could_open_stops_the_start(address: str) -> None:
    with pytest.raises(BadSetting, match="SITE_URL 应是 https://"):
        site_address.check(address, HOSTS, in_production=True)


@pytest.mark.parametrize("hosts", [["localhost", "127.0.0.1"], [".other.gov.cn"], []])
def test_the_host_of_the_address_must_be_answered_to(hosts: list[str]) -> None:
    with pytest.raises(BadSetting, match="ALLOWED_HOSTS 里没有 SITE_URL 的主机名"):
        site_address.check("https://tuoyu.example.gov.cn", hosts, in_production=True)


@pytest.mark.parametrize("hosts", [HOSTS, ["Tuoyu.Example.gov.cn"], [".example.gov.cn"], ["*"]])
def test_a_good_address_passes(hosts: list[str]) -> None:
    site_address.check("https://tuoyu.example.gov.cn", hosts, in_production=True)
    site_address.check("https://tuoyu.example.gov.cn:8443/", hosts, in_production=True)


def test_on_ones_own_machine_any_address_will_do() -> None:
    site_address.check("http://127.0.0.1:8000", [], in_production=False)
