"""Settings come from the environment, are checked, and have sensible defaults."""

import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

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


SECRET = "pa55w0rd"


def test_no_password_is_in_the_settings_as_they_are_printed() -> None:
    addresses = {"database_url": f"postgresql://n:{SECRET}@h/n", "broker_url": f"rediss://:{SECRET}@h/0"}
    settings = Settings.model_validate(
        addresses
        | {
            "flower": {"password": SECRET},
            "storage": {"s3_access_key": "a", "s3_secret_key": SECRET},
            "client": {"key": SECRET},
        }
    )
    assert SECRET not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FLOWER__PASSWORD", f"{SECRET},"),
        ("STORAGE__S3_SECRET_KEY", SECRET),
        ("DATABASE_URL", f"postgresql://n:{SECRET}/x@h/n"),
        ("DATABASE_URL", f"postgresql://n:x@{SECRET}@h/n"),
        ("BROKER_URL", f"redis://:{SECRET}#x@h/0"),
        ("BROKER_URL", f"redis://:{SECRET}?x@h/0"),
        ("BROKER_URL", f"redis://:{SECRET}:x@h:port/0"),
        ("FLOWER", f'{{"password": "{SECRET}"'),
    ],
)
def test_a_setting_that_is_refused_is_not_printed(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"NIANBAO_{name}", value)
    with pytest.raises((ValidationError, SettingsError)) as refused:
        Settings()
    told = "".join(traceback.format_exception(refused.value))
    assert SECRET not in told


def test_a_password_with_signs_is_taken_when_it_is_written_as_an_address_wants_it() -> None:
    Settings(
        broker_url="rediss://:a%2Fb%3Ac%40d%23e%3Ff@[::1]:6379/0", database_url="postgresql://u:a%40b@h:5432/d?x=y"
    )


def test_a_file_of_authorities_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="NIANBAO_BROKER_CA_FILE"):
        Settings(broker_ca_file=str(tmp_path / "ca.pem"))
