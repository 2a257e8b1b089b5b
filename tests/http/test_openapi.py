"""The API keeps to its OpenAPI document, whatever is sent to it: schemathesis makes the calls."""

import subprocess
import sys
from pathlib import Path

from .conftest import Service

_FOLLOWED = "/v1/batches/{batch_id}/events"  # would wait for the end of a batch that is never closed
_WITHIN_S = 280


def test_whatever_is_sent_is_answered_as_documented(service: Service, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("st")
    config = Path(__file__).with_name("schemathesis.toml")
    words: list[str | Path] = [
        "--config-file",
        config,
        "run",
        f"{service.url}/openapi.json",
        "--header",
        f"Authorization: Bearer {service.keys['operate']}",
    ]
    bounds = [
        "--exclude-path",
        _FOLLOWED,
        "--max-examples",
        "6",
        "--phases",
        "examples,coverage,fuzzing",
        "--request-timeout",
        "20",
        "--no-color",
    ]
    ran = subprocess.run(
        [program, *words, *bounds], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=_WITHIN_S
    )
    assert ran.returncode == 0, ran.stdout[-6000:]
    assert service.spooled() == []
