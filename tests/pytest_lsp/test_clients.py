"""What Visual Studio Code, Neovim and Emacs get, by the capabilities that each announces.

pytest-lsp holds every answer against the client's capabilities; whatever it warns of is an error here.
"""

import asyncio

import pytest
from lsprotocol import types

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")]


def open_note(client, path, version=1):
    text = path.read_text("utf-8")
    document = types.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=version, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))
    return types.TextDocumentIdentifier(uri=path.as_uri())


def column(client, line, words, end=False):
    """The column of words as the client and the server agreed to count."""
    before = line[: line.index(words) + (len(words) if end else 0)]
    encoding = client.server.position_encoding or "utf-16"
    return {
        "utf-8": len(before.encode("utf-8")),
        "utf-16": len(before.encode("utf-16-le")) // 2,
        "utf-32": len(before),
    }[str(getattr(encoding, "value", encoding))]


def at(client, note, path, number, words):
    line = path.read_text("utf-8").split("\n")[number]
    return {"text_document": note, "position": types.Position(number, column(client, line, words) + 1)}


async def findings(client, note):
    """Pulled where the client pulls, else waited for; never both."""
    if client.server.diagnostic_provider:
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=note))
        assert note.uri not in client.diagnostics
        return report.items
    for _ in range(1200):
        if note.uri in client.diagnostics:
            return client.diagnostics[note.uri]
        await asyncio.sleep(0.05)
    raise AssertionError("no diagnostics came")


async def test_findings_stand_at_their_words(client, folder):
    path = folder / "note.md"
    note = open_note(client, path)
    found = sorted(await findings(client, note), key=lambda diagnostic: diagnostic.range.start.line)
    assert [diagnostic.range.start.line for diagnostic in found] == [2, 4]
    line = path.read_text("utf-8").split("\n")[4]
    start = column(client, line, "encoder-decoder")
    assert found[1].range.start.character == start
    assert found[1].code == "claim/architecture"
    assert found[1].severity == types.DiagnosticSeverity.Warning


async def test_who_can_pull_pulls(client):
    assert bool(client.server.diagnostic_provider) == (client.kind == "neovim")


@pytest.mark.own_glossary
async def test_files_are_watched_by_who_can(client, folder):
    path = folder / "other.md"
    note = open_note(client, path)
    await findings(client, note)
    watched = "workspace/didChangeWatchedFiles" in client.registered
    assert watched == (client.kind != "neovim")
    await asyncio.sleep(0.6)
    entry = folder / "terms/zeppelin.md"
    entry.write_text(entry.read_text("utf-8").replace("A model of ours.", "A new one."), "utf-8")
    if watched:
        event = types.FileEvent(uri=entry.as_uri(), type=types.FileChangeType.Changed)
        client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    place = at(client, note, path, 0, "Zeppelin")
    text = ""
    # The glossary is put together anew in the background, however long that takes.
    for _ in range(1200):
        hover = await client.text_document_hover_async(types.HoverParams(**place))
        text = hover.contents.value
        if "A new one." in text:
            break
        await asyncio.sleep(0.05)
    assert "A new one." in text


async def test_hover_is_in_the_language_of_the_line(client, folder):
    path = folder / "note.md"
    note = open_note(client, path)
    for words, title in [("prefix LM", "prefix decoder · 前缀解码器"), ("前缀语言模型", "前缀解码器 · prefix decoder")]:
        hover = await client.text_document_hover_async(types.HoverParams(**at(client, note, path, 6, words)))
        assert title in hover.contents.value
        line = path.read_text("utf-8").split("\n")[6]
        assert hover.range.start.character == column(client, line, words)
        assert hover.range.end.character == column(client, line, words, end=True)


async def test_completion_offers_what_is_known_first(client, folder):
    path = folder / "note.md"
    note = open_note(client, path)
    line = path.read_text("utf-8").split("\n")[8]
    position = types.Position(8, column(client, line, "learn", end=True))
    params = types.CompletionParams(text_document=note, position=position)
    result = await client.text_document_completion_async(params)
    first = result.items[0]
    assert "learn" in first.label.lower()
    resolved = await client.completion_item_resolve_async(first)
    assert getattr(resolved.documentation, "value", resolved.documentation)


async def test_a_fix_and_its_neighbours(client, folder):
    path = folder / "note.md"
    note = open_note(client, path)
    found = await findings(client, note)
    context = types.CodeActionContext(diagnostics=[found[0]])
    params = types.CodeActionParams(text_document=note, range=found[0].range, context=context)
    actions = await client.text_document_code_action_async(params)
    # lsprotocol takes an action that has a command for a bare command.
    actions = [action for action in actions if isinstance(action, types.CodeAction)]
    assert {action.kind for action in actions} >= {types.CodeActionKind.QuickFix}
    silence = next(action for action in actions if "Silence" in action.title or "屏蔽" in action.title)
    if silence.edit is None:
        silence = await client.code_action_resolve_async(silence)
    assert silence.edit.document_changes or silence.edit.changes


@pytest.mark.own_glossary
async def test_from_a_term_to_its_entry_and_back(client, folder):
    path = folder / "other.md"
    note = open_note(client, path)
    place = at(client, note, path, 2, "飞艇")
    definition = await client.text_document_definition_async(types.DefinitionParams(**place))
    target = definition[0]
    assert (getattr(target, "uri", None) or target.target_uri) == (folder / "terms/zeppelin.md").as_uri()
    context = types.ReferenceContext(include_declaration=False)
    places = await client.text_document_references_async(types.ReferenceParams(context=context, **place))
    assert {place.uri for place in places} >= {path.as_uri()}
    edit = await client.text_document_rename_async(types.RenameParams(new_name="飞船", **place))
    assert edit.document_changes or edit.changes


async def test_edits_in_the_clients_columns(client, folder):
    path = folder / "note.md"
    note = open_note(client, path)
    line = path.read_text("utf-8").split("\n")[4]
    edited = types.Range(
        types.Position(4, column(client, line, "encoder-decoder")),
        types.Position(4, column(client, line, "encoder-decoder", end=True)),
    )
    change = types.TextDocumentContentChangePartial(range=edited, text="decoder-only")
    document = types.VersionedTextDocumentIdentifier(uri=note.uri, version=2)
    await findings(client, note)
    client.diagnostics.clear()
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    found = await findings(client, note)
    assert [diagnostic.range.start.line for diagnostic in found] == [2]


@pytest.mark.own_glossary
async def test_symbols_tokens_and_links(client, folder):
    entry = open_note(client, folder / "terms/zeppelin.md")
    symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="飞艇"))
    assert symbols[0].name == "飞艇"
    outline = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=entry))
    assert outline
    links = await client.text_document_document_link_async(types.DocumentLinkParams(text_document=entry))
    assert links[0].target.startswith("https://")
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=entry))
    assert len(tokens.data) % 5 == 0
