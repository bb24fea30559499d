"""`python -m tuoyu.core.run.healthy`: whether the web server beside us answers."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask as the proxy would; a redirect or a refusal is an answer, a fault is not."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*")
    request = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/",
        headers={"Host": host or "localhost", "X-Forwarded-Proto": "https"},
    )
    try:
        urllib.request.urlopen(request, timeout=4).close()
    except urllib.error.HTTPError as answer:
        return 1 if answer.code >= 500 else 0
    except OSError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
