# The web server and the worker of one city; PostgreSQL and TLS are services of their own.
FROM python:3.11.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
# The image's own pip fills the environment, which then carries none itself.
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install \
       --require-hashes --no-deps --only-binary :all: -r requirements/run.txt
COPY pyproject.toml LICENSE ./
COPY tools/verify_receipt.py tools/verify_trail.py tools/
COPY tuoyu tuoyu
# Settings want these to be there; nothing connects, and nothing of them stays in the image.
# Compiled here, as the running container may write nothing beside the code.
RUN echo /app > "$(/opt/venv/bin/python -c 'import site; print(site.getsitepackages()[0])')/tuoyu.pth" \
    && DATABASE_URL=postgresql://build@build/build SECRET_KEY=build FIELD_KEY=00 LOOKUP_KEY=00 \
       SIGNING_KEY=00 DJANGO_SETTINGS_MODULE=tuoyu.settings \
       /opt/venv/bin/python -m django collectstatic --noinput --verbosity 0 \
    && printf '%s\n' '#!/bin/sh' 'exec python -P -c "import sys; sys.argv[0] = \"tuoyu\"; \
from tuoyu.cli import main; sys.exit(main())" "$@"' > /opt/venv/bin/tuoyu \
    && chmod 755 /opt/venv/bin/tuoyu \
    && python -m compileall -q tuoyu \
    && chmod -R a+rX /app

FROM python:3.11.13-slim-bookworm
# pg_dump and psql serve `tuoyu backup` and `tuoyu restore`; their version follows the server's.
ARG POSTGRESQL_MAJOR=15
# Pinned by major version: minor ones are security fixes, which must not wait for us.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends "postgresql-client-${POSTGRESQL_MAJOR}" \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 tuoyu \
    && useradd --system --uid 10001 --gid tuoyu --home-dir /data --no-create-home tuoyu \
    && install --directory --owner tuoyu --group tuoyu --mode 700 /data /backup
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=tuoyu.settings \
    ATTACHMENT_STORE=/data/attachments \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /data
# By number, so that an engine can tell it is not root without looking into the image.
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tuoyu.core.run.healthy"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "8", "--respawn-failed-workers", "--workers-lifetime", "6h", \
     "tuoyu.wsgi:application"]
