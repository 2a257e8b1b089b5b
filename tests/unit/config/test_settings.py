"""Settings come from the environment, are checked, and have sensible defaults."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings, WorkSettings


def test_nested_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_WORK__CHUNK_SIZE", "7")
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "postgresql://db/x")
    settings = Settings()
    assert settings.work.chunk_size == 7
    assert settings.database == "postgresql://db/x"


def test_without_an_address_the_database_is_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NIANBAO_DATABASE_URL", raising=False)
    settings = Settings(data_dir=tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/nianbao.sqlite3"


@pytest.mark.parametrize("changed", [{"soft_limit_s": 90}, {"hard_limit_s": 60}])
def test_limits_that_do_not_follow_each_other_are_refused(changed: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="SOFT_LIMIT_S < HARD_LIMIT_S"):
        WorkSettings.model_validate(changed)
