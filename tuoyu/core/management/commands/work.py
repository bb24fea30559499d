"""`tuoyu work`: does what waits in the queue, until it is stopped."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Command(BaseCommand):
    help = "办理排队的后台任务，直到停下"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-q", "--queues", default="", help="只办这几个队列，逗号分隔")
        parser.add_argument("--once", action="store_true", help="办完现有的就停")

    def handle(self, *args: Any, queues: str, once: bool, **options: Any) -> None:
        wanted = [name.strip() for name in queues.split(",") if name.strip()]
        self.stdout.write(f"后台任务已开始办理{'：' + '、'.join(wanted) if wanted else ''}。")
        self.stdout.flush()
        asyncio.run(_work(wanted, once=once))


async def _work(queues: list[str], *, once: bool) -> None:
    """On a connection of its own kind: the one of pages cannot wait for news."""
    assert isinstance(app.connector, DjangoConnector)
    only: dict[str, Any] = {"queues": queues} if queues else {}
    with app.replace_connector(app.connector.get_worker_connector()) as own:
        async with own.open_async():
            await own.run_worker_async(wait=not once, **only)
    await asyncio.to_thread(connections.close_all)  # those of the thread that did the work
