"""Ports: find a free one, and know when somebody answers behind it."""

import errno
import socket
import urllib.error
import urllib.request

TRIES = 50
EVERY = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # listened on, but nowhere one can go


class NoPort(Exception):
    """No port could be had; the message says which were tried."""


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    return f"http://{EVERY.get(host) or (f'[{host}]' if ':' in host else host)}:{port}"


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody holds."""
    if not 0 < wanted < 65536:
        raise NoPort(f"没有端口 {wanted}，请用 PORT=… 选 1 到 65535 之间的一个。")
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(host, port):
            return port
    raise NoPort(f"{host} 上从 {wanted} 起的 {TRIES} 个端口都不可用，请用 PORT=… 另指定。")


def answers(address: str) -> bool:
    """Whether a web server answers there, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)  # two may bind with SO_REUSEADDR, but only one listens
        except PermissionError:
            raise NoPort(
                f"没有权限使用端口 {port}，请用 PORT=… 选一个大于 1023 的端口。"
            ) from None
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise NoPort(f"{host} 不是本机的地址，请检查 HOST。") from None
            return False
    return True
