//! The command line: what each command prints, and its exit status.

use std::fs;

use expect_test::expect;

use crate::{glossator, root, stdout};

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("bad.md"), "🦙🦙 大模型：LLaMA 是 encoder-decoder 模型。\n").expect("written");
    fs::write(folder.path().join("good.md"), "LLaMA is a decoder-only model.\n").expect("written");
    folder
}

/// A folder with one note and an entry of one's own, in `terms`.
fn folder_with_terms(config: &str, entry: (&str, &str), note: &str) -> tempfile::TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("terms")).expect("made");
    let files = [("glossator.toml", config), (entry.0, entry.1), ("bad.md", note)];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

#[test]
fn concise_names_place_rule_and_source() {
    let folder = folder();
    let output = glossator(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r"
        bad.md:1:16: warning[claim/architecture] LLaMA 是因果解码器，不是编码器-解码器 (Touvron et al. 2023, §2)
    "]]
    .assert_eq(&stdout(&output));
}

#[test]
fn notes_of_every_kind_are_walked_and_mdx_has_its_comments() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let wrong = "LLaMA is an encoder-decoder model.\n";
    for name in ["a.md", "b.markdown", "c.mdx", "d.qmd", "e.Rmd", "f.txt"] {
        fs::write(folder.path().join(name), wrong).expect("written");
    }
    let commented = format!("{{/* {wrong} */}}\n\n{{/* glossator-disable-next-line */}}\n{wrong}");
    fs::write(folder.path().join("g.mdx"), commented).expect("written");
    let found = stdout(&glossator(folder.path(), &["check", "--format", "concise"]));
    let files: Vec<&str> = found.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["a.md", "b.markdown", "c.mdx", "d.qmd", "e.Rmd"], "{found}");
}

#[test]
fn human_underlines_the_words_under_wide_characters() {
    let folder = folder();
    let output = glossator(folder.path(), &["check", "--format", "human", "bad.md"]);
    let text = stdout(&output);
    let at = |needle: &str| {
        let line = text.lines().find(|line| line.contains(needle)).expect("the line is there");
        unicode_width::UnicodeWidthStr::width(line.split(needle).next().expect("a part before"))
    };
    assert_eq!(at("encoder-decoder"), at("^^^^^^^^^^^^^^^"), "{text}");
    assert!(
        text.contains("Touvron") && text.contains("https://arxiv.org/abs/2302.13971") && text.contains("因果解码器"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "colours without a terminal: {text}");
}

#[test]
fn a_clean_note_exits_with_zero_and_prints_nothing() {
    let folder = folder();
    let output = glossator(folder.path(), &["check", "good.md"]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), String::new()));
}

#[test]
fn what_cannot_be_done_exits_with_two() {
    let folder = folder();
    for arguments in [
        &["check", "none.md"][..],
        &["check", "--select", "claim/architectur", "good.md"],
        &["explain", "nothing"],
        &["nonsense"],
    ] {
        let output = glossator(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    fs::write(folder.path().join("glossator.toml"), "glossarys = []\n").expect("written");
    let output = glossator(folder.path(), &["check"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("glossator.toml:1:1") && error.contains("did you mean `glossaries`?"), "{error}");
}

#[test]
fn sarif_gives_region_fix_and_fingerprint() {
    let folder = folder();
    let output = glossator(folder.path(), &["check", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("SARIF is JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(result["ruleId"], "claim/architecture");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (region["startLine"].as_u64(), region["startColumn"].as_u64(), region["endColumn"].as_u64()),
        (Some(1), Some(18), Some(33))
    );
    assert!(result["partialFingerprints"]["glossator/v1"].is_string());
    assert_eq!(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "因果解码器");
    let known = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(known.iter().any(|rule| rule["id"] == "claim/architecture"));
}

#[test]
fn the_other_formats_are_what_they_say() {
    let folder = folder();
    for (format, sign) in [
        ("json", "\"rule\": \"claim/architecture\""),
        ("github", "::warning file=bad.md,line=1"),
        ("gitlab", "\"check_name\""),
        ("junit", "<testsuites"),
    ] {
        let output = glossator(folder.path(), &["check", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(stdout(&output).contains(sign), "{format}: {}", stdout(&output));
    }
}

#[test]
fn comments_and_configuration_silence() {
    let folder = folder();
    let note = folder.path().join("bad.md");
    let claim = "LLaMA is an encoder-decoder model.";
    let status = || glossator(folder.path(), &["check", "bad.md"]).status.code();
    let write = |text: String| fs::write(&note, text).expect("written");
    write(format!("<!-- glossator-disable-next-line claim/architecture -->\n{claim}\n"));
    assert_eq!(status(), Some(0));
    write(format!(
        "<!-- glossator-disable -->\n\n{claim}\n\n<!-- glossator-enable -->\n\nGPT-2 is an encoder-decoder model.\n"
    ));
    assert_eq!(status(), Some(1));
    write(format!("---\nglossator: off\n---\n{claim}\n"));
    assert_eq!(status(), Some(0));
    write("<!-- glossator-disable-line claim/nothing -->\n".to_owned());
    assert!(stdout(&glossator(folder.path(), &["check", "bad.md"])).contains("directive/unknown-rule"));
    write(format!("{claim}\n"));
    fs::write(folder.path().join("glossator.toml"), "[rules]\nclaim = \"off\"\n").expect("written");
    assert_eq!(status(), Some(0));
}

#[test]
fn a_baseline_keeps_what_is_known_and_survives_moved_lines() {
    let folder = folder();
    let run = |more: &[&str]| {
        glossator(folder.path(), &[&["check", "--baseline", "known.json"][..], more].concat()).status.code()
    };
    assert_eq!(run(&["--update-baseline"]), Some(0));
    let note = folder.path().join("bad.md");
    let text = fs::read_to_string(&note).expect("read");
    fs::write(&note, format!("# Moved\n\n{text}")).expect("written");
    assert_eq!(run(&[]), Some(0));
    fs::write(&note, format!("{text}\nGPT-2 is an encoder-decoder model.\n")).expect("written");
    assert_eq!(run(&[]), Some(1));
}

#[test]
fn fixes_are_shown_and_applied() {
    let folder = folder();
    let note = folder.path().join("bad.md");
    fs::write(&note, "## LLaMA\n\n- **Norm:** LayerNorm\n").expect("written");
    let diff = stdout(&glossator(folder.path(), &["check", "--diff", "bad.md"]));
    assert!(diff.contains("-- **Norm:** LayerNorm\n+- **Norm:** RMSNorm"), "{diff}");
    assert_eq!(glossator(folder.path(), &["check", "--fix", "bad.md"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&note).expect("read"), "## LLaMA\n\n- **Norm:** RMSNorm\n");
}

#[test]
fn standard_input_is_read() {
    use std::{io::Write as _, process::Stdio};
    let mut child = std::process::Command::new(crate::binary())
        .args(["check", "-", "--stdin-filename", "a/b.md", "--format", "concise"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("piped").write_all(b"GPT-2 is an encoder-decoder model.\n").expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(stdout(&output).starts_with("a/b.md:1:13: warning[claim/architecture]"), "{}", stdout(&output));
}

#[test]
fn show_gives_the_same_card_in_either_language() {
    let folder = folder();
    let zh = stdout(&glossator(folder.path(), &["show", "前缀解码器"]));
    let en = stdout(&glossator(folder.path(), &["show", "prefixDecoder"]));
    assert!(zh.starts_with("前缀解码器 · prefix decoder\n") && zh.contains("Raffel"), "{zh}");
    assert!(en.starts_with("prefix decoder · 前缀解码器\n"), "{en}");
    assert_eq!(glossator(folder.path(), &["show", "prefx decoder"]).status.code(), Some(1));
}

#[test]
fn claims_say_what_was_understood() {
    let folder = folder();
    let text = stdout(&glossator(folder.path(), &["claims", "bad.md"]));
    assert!(text.contains("refuted") && text.contains("llama · architecture · encoder-decoder [asserted]"), "{text}");
}

#[test]
fn the_glossary_is_exported_and_valid() {
    let export = stdout(&glossator(&root(), &["glossary", "export", "--format", "json"]));
    let all: serde_json::Value = serde_json::from_str(&export).expect("JSON");
    let entries = all["entries"].as_array().expect("entries");
    let of = |kind: &str| entries.iter().filter(|entry| entry["type"] == kind).count();
    assert!(of("model") >= 50, "{}", of("model"));
    assert!(entries.len() - of("model") >= 70);
    for statement in entries.iter().flat_map(|entry| entry["statements"].as_array().expect("statements")) {
        assert!(!statement["cite"].as_array().expect("citations").is_empty(), "{statement}");
    }
    let check = glossator(&root(), &["glossary", "check", "glossary"]);
    assert_eq!((check.status.code(), stdout(&check)), (Some(0), String::new()));
    assert!(stdout(&glossator(&root(), &["glossary", "export", "--format", "skos"])).contains("a skos:Concept"));
}

#[test]
fn a_glossary_of_ones_own_extends_the_built_in_one() {
    let entry = "---\ntype: model\nprefLabel: {en: Zwiebel-7B, zh: 洋葱}\nstatements:\n  - {property: position-encoding, value: alibi, cite: \"@press2021train, §3\"}\n---\n# Zwiebel-7B\n\nA model.\n\n## 中文\n\n一个模型。\n";
    let terms = "glossaries = [\"terms\"]\n";
    let folder = folder_with_terms(terms, ("terms/zwiebel.md", entry), "Zwiebel-7B uses RoPE.\n");
    let output = glossator(folder.path(), &["check", "--format", "concise"]);
    assert!(
        stdout(&output).contains("bad.md:1:17: warning[claim/positional-encoding] Zwiebel-7B uses ALiBi"),
        "{}",
        stdout(&output)
    );

    let misspelt = entry.replace("position-encoding,", "position-encodin,");
    fs::write(folder.path().join("terms/zwiebel.md"), misspelt).expect("written");
    let check = glossator(folder.path(), &["glossary", "check", "terms"]);
    let text = stdout(&check);
    assert_eq!(check.status.code(), Some(1));
    assert!(
        text.contains("terms/zwiebel.md:5:5: error[glossary/unknown-property]")
            && text.contains("did you mean \"position-encoding\"?"),
        "{text}"
    );
}

#[test]
fn an_entry_of_ones_own_is_laid_over_the_built_in_one() {
    let entry = "---\ntype: model\nprefLabel: {en: LLaMA-One}\nstatements:\n  - {property: normalization, value: layer-normalization, cite: \"@touvron2023llama\"}\n---\n# LLaMA-One\n\nOurs.\n";
    let note = "LLaMA uses RMSNorm.\n\nLLaMA-One is an encoder-decoder model.\n\nLLaMA uses LayerNorm and RoPE.\n";
    let folder = folder_with_terms("glossaries = [\"terms\"]\n", ("terms/llama.md", entry), note);
    let output = glossator(folder.path(), &["check", "--format", "concise", "bad.md"]);
    let found = stdout(&output);
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 2, "{found}{}", String::from_utf8_lossy(&output.stderr));
    assert!(lines[0].contains("bad.md:1:12: warning[claim/normalization] LLaMA-One uses LayerNorm"), "{found}");
    assert!(lines[1].contains("[claim/architecture] LLaMA-One is a causal decoder"), "{found}");
}

#[test]
fn a_glossary_of_ones_own_can_do_without_the_built_in_one() {
    let entry = "---\ntype: model\nprefLabel: {en: Zwiebel-7B, zh: 洋葱}\nstatements:\n  - {property: layers, value: 12, cite: \"@me2020zwiebel\"}\n---\n# Zwiebel-7B\n\nA model.\n";
    let config = "builtin = false\nglossaries = [\"terms\"]\n";
    let note = "Zwiebel-7B has 24 layers. GPT-2 is an encoder-only model.\n";
    let folder = folder_with_terms(config, ("terms/zwiebel.md", entry), note);
    let source = "@misc{me2020zwiebel, author = {Me}, title = {Zwiebel}, year = {2020}, url = {https://a.example}}\n";
    fs::write(folder.path().join("terms/sources.bib"), source).expect("written");
    let output = glossator(folder.path(), &["check", "--format", "concise", "bad.md"]);
    let found = stdout(&output);
    assert!(
        found.starts_with("bad.md:1:16: warning[claim/layers] Zwiebel-7B") && found.lines().count() == 1,
        "{found}"
    );
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_sample_sheet_of_the_readme_is_judged() {
    let output = glossator(&root(), &["check", "samples/study-sheet.md", "--format", "concise"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text.lines().count(), 4, "{text}");
}
