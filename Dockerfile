# Qinglian in one image. Every stage starts from the same Debian 12, so one argument exchanges the base:
#   docker build --build-arg BASE_IMAGE=debian:12-slim -t qinglian .
# scripts/chroot-build.sh runs these very steps where no image can be pulled; it knows ARG, FROM, ENV, WORKDIR, COPY,
# RUN and USER, each on one line or continued by a backslash.
ARG BASE_IMAGE=debian:12-slim

FROM ${BASE_IMAGE} AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates fonts-noto-cjk postgresql-client python3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

# The pinned Python packages, and nothing that only a build needs.
FROM base AS python
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
COPY pyproject.toml README.md requirements.txt requirements-build.txt requirements-node.txt ./
COPY scripts scripts
COPY api api
RUN scripts/python.sh runtime

# The SPA, with the machine's Node.js or the pinned one.
FROM python AS spa
COPY frontend frontend
COPY openapi openapi
RUN scripts/spa.sh build

FROM base AS runtime
RUN useradd --uid 10001 --home-dir /var/lib/qinglian --shell /usr/sbin/nologin qinglian \
    && install -d -o qinglian -g qinglian -m 0700 /var/lib/qinglian /var/lib/qinglian-keys
COPY pyproject.toml alembic.ini LICENSE NOTICE README.md ./
COPY migrations migrations
COPY openapi openapi
COPY api api
COPY --from=python /app/.venv .venv
COPY --from=spa /app/frontend/dist frontend/dist
# Once, here: the user below may not write beside the code.
RUN .venv/bin/python -m compileall -q api migrations
ENV PATH=/app/.venv/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONDONTWRITEBYTECODE=1
ENV QINGLIAN_HOST=0.0.0.0
ENV QINGLIAN_DATA_DIR=/var/lib/qinglian
ENV QINGLIAN_DATABASE_URL=sqlite:////var/lib/qinglian/qinglian.db
ENV QINGLIAN_KEYS=/var/lib/qinglian-keys
USER qinglian
EXPOSE 8000
VOLUME ["/var/lib/qinglian", "/var/lib/qinglian-keys"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["sh", "-c", "qinglian migrate && exec qinglian serve"]
