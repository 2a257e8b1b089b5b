# One image for every service: worker, reconciler, migration and Flower differ in their command alone.
FROM python:3.11-slim

# LibreOffice without its windows reads DOC, WPS, RTF, XLS, ET, ODT and ODS; without it they are dead letters that say so.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY models models
COPY pipeline pipeline
COPY workers workers
COPY intake intake
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --create-home --uid 10001 nianbao \
 && install -d -o nianbao -g nianbao /data
USER nianbao
VOLUME /data
ENTRYPOINT []
CMD ["nianbao", "--help"]
