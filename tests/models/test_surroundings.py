"""What stands between us and a server: proxies and certificates of the environment, TLS, IPv6."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from smallcode.errors import BadInput, NoModel, SmallCodeError
from smallcode.models.faults import ServerFault, as_error
from smallcode.models.providers import connect
from smallcode.models.proxies import proxy_of
from smallcode.models.retry import RetryPolicy
from smallcode.models.transfer import make_client
from smallcode.models.types import Model, Request
from smallcode.testing import Fault, Say, ScriptedServer
from smallcode.testing.info import ServerKind

QUICK = RetryPolicy(attempts=2, base_seconds=0.01)
KINDS: list[tuple[ServerKind, str]] = [("llama.cpp", "openai:scripted"), ("ollama", "ollama:scripted")]
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable of the machine that the tests run on counts."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and the certificate that it signed itself."""
    if shutil.which("openssl") is None:
        pytest.skip("platform: no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    (folder / "openssl.cnf").write_text(
        "[req]\ndistinguished_name = name\nprompt = no\nx509_extensions = own\n[name]\nCN = localhost\n"
        "[own]\nsubjectAltName = IP:127.0.0.1,DNS:localhost\n"
    )
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", "openssl.cnf"]
    subprocess.run([*command, "-keyout", "key.pem", "-out", "own.pem"], cwd=folder, check=True, capture_output=True)
    (folder / "both.pem").write_text((folder / "key.pem").read_text() + (folder / "own.pem").read_text())
    return folder / "both.pem"


@pytest.fixture(params=KINDS, ids=["openai", "ollama"])
def kind(request: pytest.FixtureRequest) -> Iterator[tuple[ServerKind, str]]:
    yield request.param


async def said(model: Model) -> str:
    request = Request(messages=[{"speaker": "user", "text": "hi"}], max_tokens=50)
    replies = [piece.reply async for piece in model.stream(request) if piece.reply]
    await model.close()
    return replies[-1].text


async def test_a_certificate_that_nobody_signed_is_refused_with_the_way_to_trust_it(
    kind: tuple[ServerKind, str], certificate: Path, environment: pytest.MonkeyPatch
) -> None:
    with ScriptedServer([Say("safe")], kind=kind[0], certificate=certificate) as server:
        assert server.base_url.startswith("https://")
        with pytest.raises(NoModel, match="No secure connection") as caught:
            await connect(kind[1], base_url=server.base_url, retries=QUICK)
        assert server.root_url in caught.value.message
        assert "self-signed" in caught.value.message
        assert "SSL_CERT_FILE=" in caught.value.hint
        environment.setenv("SSL_CERT_FILE", str(certificate.with_name("own.pem")))
        assert await said(await connect(kind[1], base_url=server.base_url, retries=QUICK)) == "safe"


async def test_a_server_that_breaks_inside_tls_is_asked_again(
    certificate: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("SSL_CERT_FILE", str(certificate.with_name("own.pem")))
    with ScriptedServer([Fault("cut_off", text="sa"), Say("safe")], certificate=certificate) as server:
        assert await said(await connect("openai:scripted", base_url=server.base_url, retries=QUICK)) == "safe"


async def test_a_server_beyond_this_machine_is_reached_through_the_proxy(
    kind: tuple[ServerKind, str], environment: pytest.MonkeyPatch
) -> None:
    with ScriptedServer([Say("through")], kind=kind[0]) as proxy:
        environment.setenv("HTTP_PROXY", proxy.root_url)
        model = await connect(kind[1], base_url="http://models.invalid:8080/v1", retries=QUICK)
        assert await said(model) == "through"
        assert proxy.asked[0].headers["host"] == "models.invalid:8080"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_a_proxy_that_is_dead_is_named(variable: str, environment: pytest.MonkeyPatch) -> None:
    environment.setenv(variable, NOBODY.replace("//", "//me:secret@"))
    with pytest.raises(NoModel) as caught:
        await connect("openai:m", base_url="http://models.invalid/v1", retries=QUICK, api_key="")
    assert f"{variable} sends this through http://***@127.0.0.1:9" in caught.value.hint
    assert "NO_PROXY=models.invalid" in caught.value.hint
    assert "secret" not in str(caught.value)


async def test_no_proxy_leaves_a_host_out(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HTTP_PROXY", NOBODY)
    environment.setenv("NO_PROXY", "models.invalid")
    with pytest.raises(NoModel) as caught:
        await connect("openai:m", base_url="http://models.invalid/v1", retries=QUICK, api_key="")
    assert "HTTP_PROXY" not in caught.value.hint
    assert proxy_of("http://other.invalid/v1") == ("HTTP_PROXY", NOBODY)
    assert proxy_of("https://other.invalid/v1") == ("", "")


async def test_a_proxy_that_wants_a_password_is_told(environment: pytest.MonkeyPatch) -> None:
    refusal = Fault("status", status=407, message="Proxy Authentication Required")
    with ScriptedServer([refusal], kind="openai") as proxy:
        environment.setenv("HTTP_PROXY", proxy.root_url)
        model = await connect("openai:scripted", base_url="http://models.invalid/v1", retries=QUICK, api_key="")
        with pytest.raises(SmallCodeError, match="status 407") as caught:
            await said(model)
        await model.close()
    assert "NAME:PASSWORD@" in caught.value.hint
    assert "HTTP_PROXY sends this through" in caught.value.hint


UNUSABLE = {
    "ALL_PROXY": ("socks5://127.0.0.1:9", "socksio"),
    "HTTP_PROXY": ("ftp://127.0.0.1", "scheme"),
    "HTTPS_PROXY": ("http://127.0.0.1:99999", "out of range"),
    "NO_PROXY": ("[::1", "NO_PROXY"),
    "SSL_CERT_FILE": ("/no/such/file.pem", "/no/such/file.pem"),
}


@pytest.mark.parametrize("variable", UNUSABLE)
async def test_a_variable_that_is_of_no_use_is_told(variable: str, environment: pytest.MonkeyPatch) -> None:
    value, word = UNUSABLE[variable]
    environment.setenv(variable, value)
    for reference in ("openai:m", "ollama:m"):
        with pytest.raises(BadInput, match=word) as caught:
            await connect(reference, base_url="https://models.invalid/v1", retries=QUICK, api_key="")
        assert caught.value.hint
    if variable != "SSL_CERT_FILE":
        with pytest.raises(BadInput, match=word):
            make_client(connect_seconds=1)


async def test_variables_of_no_use_do_not_matter_on_this_machine(environment: pytest.MonkeyPatch) -> None:
    for variable, (value, _) in UNUSABLE.items():
        environment.setenv(variable, value)
    with ScriptedServer([Say("direct")]) as server:
        assert await said(await connect("openai:scripted", base_url=server.base_url, retries=QUICK)) == "direct"


async def test_an_address_of_ipv6_is_named_as_it_was_written() -> None:
    url = "http://[::1]:9/v1"
    with pytest.raises(NoModel) as caught:
        await connect("openai:m", base_url=url, retries=RetryPolicy(attempts=1), api_key="")
    assert url in caught.value.message


@pytest.mark.parametrize(
    "kind_of_fault", ["refused", "unreachable", "tls", "dropped", "idle", "malformed", "not_a_model"]
)
def test_every_message_says_where_what_and_the_way_out(kind_of_fault: str) -> None:
    fault = ServerFault(kind_of_fault, "so it broke")  # type: ignore[arg-type]
    error = as_error(fault, where="http://models.invalid/v1", model="m", start_hint="Start it.", secrets=())
    assert "http://models.invalid/v1" in error.message
    assert "so it broke" in error.message
    assert error.hint
