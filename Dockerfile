# One image for web, worker and beat; what a container does is its command (see docker-compose.yml).

FROM node:22-slim AS node

FROM python:3.13-slim AS assets
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts/build_assets.py scripts/prune_css.py scripts/
COPY static static
COPY templates templates
COPY crispy_nhsuk crispy_nhsuk
RUN python scripts/build_assets.py

FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/engagement \
    BIND=0.0.0.0:8000
# The face that reports are set in; charts and PDF fall back to a serif without it.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-liberation && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/engagement --create-home engagement
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/static/dist static/dist
# Collected at build time, away from the volume; the keys serve this one command and are not kept.
ENV STATIC_ROOT=/srv/static
RUN SECRET_KEY=build ENCRYPTION_KEYS= python manage.py collectstatic --no-input --verbosity 0 --skip-checks
USER engagement
VOLUME /var/lib/engagement
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "scripts/probe.py", "/health/web/"]
CMD ["gunicorn", "config.wsgi"]
