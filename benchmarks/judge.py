"""The report of one institution: half of them, and 95 of 100, are faster than this."""

import time
from random import Random

import django

django.setup()

from benchmarks.ground import spread  # noqa: E402
from tuoyu.assessment.queries import report  # noqa: E402
from tuoyu.core.clock import today  # noqa: E402
from tuoyu.institutions.models import Institution  # noqa: E402


def main() -> None:
    known = list(Institution.objects.order_by("pk").values_list("pk", flat=True)[:50_000])
    times = []
    for number in Random(4104).sample(known, min(len(known), 120)):
        start = time.perf_counter()
        findings = report(number, today())
        times.append(time.perf_counter() - start)
    assert findings
    middle, late = spread(times[20:])  # the first ones open the books and the connection
    print(
        f"RESULT report of one institution | p50 {middle:.0f} ms, p95 {late:.0f} ms | < 60 ms"
    )


main()
