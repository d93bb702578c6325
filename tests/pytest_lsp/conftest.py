"""The server under test, and a folder of notes that a client of each kind opens."""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import make_test_lsp_client

ROOT = pathlib.Path(__file__).parents[2]
BINARY = os.environ.get("GLOSSATOR_BINARY") or str(ROOT / "target/release/glossator")


def make_client():
    """pytest-lsp's client, which takes registrations too, as every client does that announces them."""
    client = make_test_lsp_client()
    client.registered = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registered += [registration.method for registration in params.registrations]

    for refreshed in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH, types.WORKSPACE_SEMANTIC_TOKENS_REFRESH):
        client.feature(refreshed)(lambda params: None)

    return client


# pytest-lsp knows the newest version of each.
CLIENTS = ["visual_studio_code", "neovim", "emacs"]

NOTE = """# 🦙 Notes

GPT-2 is an encoder-decoder model.

🦙🦙 大模型：GPT-2 是 encoder-decoder 模型。

A prefix LM sees its prefix. 前缀语言模型也一样。

GPT-2 uses learn
"""

ENTRY = """---
type: model
prefLabel: {en: Zeppelin, zh: 飞艇}
statements:
  - {property: architecture, value: decoder-only, cite: "@vaswani2017attention"}
---
# Zeppelin

A model of ours.

## 中文

我们自己的模型。
"""


@pytest.fixture
def folder(request, tmp_path):
    if request.node.get_closest_marker("own_glossary"):
        (tmp_path / "terms").mkdir()
        (tmp_path / "glossator.toml").write_text('glossaries = ["terms"]\n', "utf-8")
        (tmp_path / "terms/zeppelin.md").write_text(ENTRY, "utf-8")
    (tmp_path / "note.md").write_text(NOTE, "utf-8")
    (tmp_path / "other.md").write_text("🦙 Zeppelin is ours.\n\n飞艇。\n", "utf-8")
    return tmp_path


@pytest_lsp.fixture(params=CLIENTS, config=ClientServerConfig(server_command=[BINARY, "lsp"], client_factory=make_client))
async def client(request, folder, lsp_client: LanguageClient):
    capabilities = client_capabilities(request.param)
    params = types.InitializeParams(
        capabilities=capabilities,
        process_id=os.getpid(),
        workspace_folders=[types.WorkspaceFolder(uri=folder.as_uri(), name="notes")],
    )
    lsp_client.kind = request.param
    lsp_client.server = (await lsp_client.initialize_session(params)).capabilities
    yield
    await lsp_client.shutdown_session()
