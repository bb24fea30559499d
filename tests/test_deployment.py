"""Tests have no container engine: what is deployed is read and held to its promises."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tuoyu.portal.views.verify import SCRIPT

ROOT = Path(__file__).resolve().parent.parent
# Compose alone reads these.
ELSEWHERE = {"COMPOSE_PROFILES", "DATABASE_PASSWORD", "BACKUPS", "SITE_DOMAIN", "TLS"}
READ = re.compile(r"environment\.(?:text|flag|number|words)\(\s*[\"'](\w+)[\"']")
READ_BY_LAUNCHER = re.compile(r"os\.environ(?:\.get\(|\[)\s*[\"'](\w+)[\"']")


def _compose() -> dict[str, Any]:
    yaml = YAML(typ="safe")
    loaded: dict[str, Any] = yaml.load(ROOT / "compose.yaml")
    return loaded


def _services() -> list[tuple[str, dict[str, Any]]]:
    return list(_compose()["services"].items())


def _dockerfile() -> list[str]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("name", "service"), _services())
def test_every_service_is_watched_contained_and_pinned(
    name: str, service: dict[str, Any]
) -> None:
    image = service["image"]
    assert re.search(r":\d+\.\d+\.\d+|:\d+\.\d+-", image), f"{name}: {image} 没有固定版本"
    assert service["healthcheck"], f"{name} 没有健康检查"
    assert service["logging"]["options"]["max-size"], f"{name} 的日志没有上限"
    assert "privileged" not in service
    assert all("docker.sock" not in volume for volume in service["volumes"])


def test_compose_can_read_its_file() -> None:
    """Against the schema of the Compose specification, which travels with the checker."""
    words = ("check_jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")

    answer = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout


def test_only_the_proxy_opens_ports_and_the_database_sees_no_outside() -> None:
    services = dict(_services())

    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["db"]["networks"] == ["inside"]
    assert _compose()["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", ["web", "worker", "migrate"])
def test_our_own_services_cannot_change_themselves(name: str) -> None:
    service = dict(_services())[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["environment"]["HTTPS"] == "1"


def test_web_and_worker_wait_for_the_migrations() -> None:
    services = dict(_services())

    for name in ("web", "worker"):
        wanted = services[name]["depends_on"]["migrate"]["condition"]
        assert wanted == "service_completed_successfully"
    assert services["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"


def test_a_database_server_of_ones_own_takes_the_place_of_the_built_in_one() -> None:
    services, example = dict(_services()), (ROOT / ".env.example").read_text("utf-8")

    assert services["db"]["profiles"] == ["database"]
    assert "\nCOMPOSE_PROFILES=database\n" in example, "照抄的 .env 带着自带的数据库"
    assert services["migrate"]["depends_on"]["db"]["required"] is False
    for name in ("migrate", "web", "worker"):
        assert services[name]["environment"]["DATABASE_URL"].startswith("${DATABASE_URL:-")
        assert "outside" in services[name]["networks"], f"{name} 到不了外面的数据库"


def test_what_is_set_for_other_ways_of_running_does_not_reach_into_the_containers() -> None:
    for name in ("migrate", "web", "worker"):
        environment = dict(_services())[name]["environment"]
        assert environment["PORT"] == "8000", "健康检查问的就是这个端口"
        assert environment["TUOYU_VAR"] == "/app/var", "静态文件收在镜像里"


def test_a_backup_has_a_place_to_go_that_outlives_the_container() -> None:
    for name in ("migrate", "web", "worker"):
        assert "${BACKUPS:-backups}:/backup" in dict(_services())[name]["volumes"]
    assert "backups" in _compose()["volumes"]
    assert "--mode 700 /data /backup" in "\n".join(_dockerfile())


def test_who_asks_while_the_web_server_starts_anew_waits() -> None:
    assert "lb_try_duration" in (ROOT / "deploy" / "Caddyfile").read_text("utf-8")


def test_the_database_is_made_with_the_locale_that_chinese_search_needs() -> None:
    made = dict(_services())["db"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert "--locale=C.UTF-8" in made
    assert "--encoding=UTF8" in made


def test_no_password_stands_in_the_compose_file() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")

    assert not re.search(r"PASSWORD: (?!\$\{)", text)
    assert not re.search(r"(SECRET|FIELD|LOOKUP|SIGNING)_KEY", text)


def test_the_image_runs_as_an_ordinary_user_on_a_pinned_base() -> None:
    lines = _dockerfile()
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    users = [line.split()[1] for line in lines if line.startswith("USER")]

    assert all(re.search(r":\d+\.\d+\.\d+-", base) for base in bases)
    assert users
    assert re.fullmatch(r"[1-9]\d*", users[-1]), "由号码看得出不是 root"


def test_the_image_installs_by_hash_and_leaves_no_package_lists() -> None:
    text = "\n".join(_dockerfile())

    assert "--require-hashes" in text
    assert "--no-install-recommends" in text
    assert "rm -rf /var/lib/apt/lists/*" in text
    assert not re.search(r"^ADD |curl|wget|:latest", text, re.MULTILINE)


def test_the_image_starts_without_a_shell_and_is_watched() -> None:
    lines = _dockerfile()
    commands = [line for line in lines if line.startswith("CMD")]

    assert len(commands) == 1
    assert commands[0].startswith("CMD [")
    assert any(line.startswith("HEALTHCHECK") for line in lines)


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_service_of_the_system_may_change_nothing_but_its_own_folder(name: str) -> None:
    text = (ROOT / "deploy" / "systemd" / f"tuoyu-{name}.service").read_text("utf-8")

    for line in (
        "User=tuoyu",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "ReadWritePaths=/srv/tuoyu/var",
        "Restart=always",
        "WantedBy=multi-user.target",
    ):
        assert f"\n{line}\n" in text


def test_the_web_server_starts_alike_in_a_container_and_as_a_service() -> None:
    unit = (ROOT / "deploy" / "systemd" / "tuoyu-web.service").read_text("utf-8")
    started = re.search(
        r"ExecStart=\S+/granian (.+?)\nRestart", unit.replace("\\\n", " "), re.S
    )
    (command,) = (line for line in _dockerfile() if line.startswith("CMD"))
    words = json.loads(command.removeprefix("CMD "))

    assert started
    assert started[1].split() == [
        "127.0.0.1" if word == "0.0.0.0" else word for word in words[1:]
    ]


def test_what_the_image_copies_is_there() -> None:
    sources = [
        word
        for line in _dockerfile()
        if line.startswith("COPY") and "--from" not in line
        for word in line.split()[1:-1]
    ]

    assert sources
    assert all((ROOT / source).exists() for source in sources)


def test_what_the_portal_hands_out_is_in_the_image() -> None:
    copied = " ".join(line for line in _dockerfile() if line.startswith("COPY"))
    let_through = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    for name in (SCRIPT.relative_to(ROOT).as_posix(), "tools/verify_trail.py"):
        assert name in copied
        assert f"!{name}" in let_through


def test_the_database_counts_as_up_only_once_it_answers_by_address() -> None:
    assert "-h 127.0.0.1" in dict(_services())["db"]["healthcheck"]["test"][1]


def test_every_variable_is_listed_and_every_listed_one_is_read() -> None:
    listed = set(re.findall(r"^#? ?(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))
    code = [path for path in (ROOT / "tuoyu").rglob("*.py") if "tests" not in path.parts]
    texts = [path.read_text("utf-8") for path in code]
    read = {
        name for text in texts for name in READ.findall(text) + READ_BY_LAUNCHER.findall(text)
    }

    assert listed - ELSEWHERE <= read, "列了却没有人读"
    assert read - listed <= {"DJANGO_SETTINGS_MODULE", "PATH"}, "读了却没有列出"
