from pathlib import Path

import pytest

from kg.errors import SetupError
from kg.settings import Settings, describe


def test_without_variables_every_setting_has_its_default() -> None:
    settings = Settings.from_environment({"PATH": "/bin", "HOME": "/root"})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.store is None


def test_reads_variables_as_what_they_are() -> None:
    settings = Settings.from_environment(
        {
            "KG_BUILD_DIR": "/srv/build",
            "KG_PORT": "9000",
            "KG_AUDIENCE": "partner",
            "KG_QUERY_SECONDS": "2.5",
            "KG_STORE": "https://engine.example/sparql",
        }
    )
    assert settings.build_dir == Path("/srv/build")
    assert settings.port == 9000
    assert settings.audience == "partner"
    assert settings.query_seconds == 2.5
    assert settings.store == "https://engine.example/sparql"


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        pytest.param(
            "KG_PORT",
            "http",
            "KG_PORT: found 'http'; expected a whole number from 1 to 65535",
            id="not-a-number",
        ),
        pytest.param(
            "KG_WORKERS",
            "0",
            "KG_WORKERS: found '0'; expected a whole number from 1 to 64",
            id="too-few",
        ),
        pytest.param(
            "KG_QUERY_SECONDS",
            "nan",
            "KG_QUERY_SECONDS: found 'nan'; expected seconds, from 0.05 to 3600",
            id="not-a-time",
        ),
        pytest.param(
            "KG_AUDIENCE",
            "restricted",
            "KG_AUDIENCE: found 'restricted'; expected one of public, partner",
            id="unknown-audience",
        ),
        pytest.param(
            "KG_STORE",
            "file:///etc/passwd",
            "KG_STORE: found 'file:///etc/passwd'; expected an http or https address",
            id="not-http",
        ),
        pytest.param(
            "KG_HOST",
            "",
            "KG_HOST: found ''; expected a text that is not empty",
            id="empty",
        ),
        pytest.param(
            "KG_WORKRES",
            "2",
            "KG_WORKRES: no setting has this name (did you mean KG_WORKERS",
            id="misspelt",
        ),
    ],
)
def test_a_bad_value_names_variable_value_and_expectation(
    variable: str, value: str, message: str
) -> None:
    with pytest.raises(SetupError) as caught:
        Settings.from_environment({variable: value})
    assert str(caught.value).startswith(message)


def test_describes_every_setting_for_the_documentation() -> None:
    table = {row.variable: row for row in describe()}
    assert table["KG_PORT"].default == "8000"
    assert table["KG_PORT"].values == "A whole number from 1 to 65535."
    assert table["KG_STORE"].default == ""
    assert all(row.meaning.endswith(".") and row.values for row in table.values())
