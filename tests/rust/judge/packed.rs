//! Packed files: what is written is read again, and whatever is wrong with one is refused by its own name.

use std::cell::Cell;
use std::thread;

use crate::check;
use crate::files::{Bundle, Rows, list, map, text};
use engine_core::diagnostic::Findings;
use engine_core::packed::{head, read};
use engine_core::source::{Content, File, Tree};
use engine_core::{Engine, PackedError, bounds};
use sha2::{Digest, Sha256};

fn bundle(condition: Tree) -> Bundle {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    facts.row(&["age", "integer", "[0..120]", "no"]);
    let mut reasons = Rows::new(&["code", "en"]);
    reasons.row(&["K1", "too \"young\"\\ – 未满\t18岁"]);
    Bundle {
        flow: vec![("entry".to_owned(), map([("rules", map([("decline", map([("K1", condition)]))]))]))],
        outputs: vec![("age".to_owned(), text("age"))],
        tables: vec![("reasons.csv".to_owned(), reasons), ("facts.csv".to_owned(), facts)],
    }
}

fn compiled(bundle: &Bundle) -> Engine {
    let (engine, findings) = Engine::compile(&bundle.sources(), Findings::default());
    engine.unwrap_or_else(|| panic!("{findings:?}"))
}

fn packed() -> Vec<u8> {
    compiled(&bundle(text("age < 18"))).pack()
}

fn refused(bytes: &[u8]) -> PackedError {
    Engine::from_packed(bytes).expect_err("it must be refused")
}

/// The lines of a file: format, checksum, head, canonical bundle, sources.
fn lines(bytes: &[u8]) -> [String; 5] {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let lines: Vec<String> = text.strip_suffix('\n').unwrap().split('\n').map(str::to_owned).collect();
    lines.try_into().unwrap()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file of these lines with a checksum that fits, as somebody would make it who means harm.
fn sealed(head: &str, canonical: &str, sources: &str) -> Vec<u8> {
    let body = format!("{head}\n{canonical}\n{sources}\n");
    format!("placet 1\n{}\n{body}", sha256(&body)).into_bytes()
}

/// The file with other sources, and a head that fits them.
fn with_sources(sources: &str) -> Vec<u8> {
    let [_, _, head, canonical, old] = lines(&packed());
    let length = |text: &str| format!("\"sources\":{},", text.len());
    let other = head.replace(&length(&old), &length(sources));
    sealed(&other, &canonical, sources)
}

fn malformed(sources: &str) -> String {
    match refused(&with_sources(sources)) {
        PackedError::Malformed { what } => what,
        other => panic!("{other}"),
    }
}

#[test]
fn what_was_packed_is_read_and_packs_to_the_same_bytes() {
    let engine = compiled(&bundle(text("age < 18")));
    let bytes = engine.pack();
    let again = Engine::from_packed(&bytes).unwrap();
    assert_eq!(again.program().digest, engine.program().digest);
    assert_eq!(again.pack(), bytes);
    let packed = read(&bytes).unwrap();
    assert_eq!((packed.head.name.as_str(), packed.head.version.as_str()), ("judged", "1.0.0"));
    assert_eq!(head(&bytes).unwrap(), packed.head);
    let names: Vec<&str> = packed.sources.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["bundle.yaml", "facts.csv", "reasons.csv"]);
    assert_eq!(sha256(&lines(&bytes)[3]), packed.head.digest);
}

#[test]
fn the_order_in_which_files_are_read_does_not_count() {
    let mut other = bundle(text("age < 18"));
    other.tables.reverse();
    assert_eq!(compiled(&other).pack(), packed());
}

#[test]
fn a_file_that_is_cut_off_anywhere_says_so() {
    let bytes = packed();
    assert_eq!(refused(&[]), PackedError::NotPacked);
    for length in 1..bytes.len() {
        assert_eq!(refused(&bytes[..length]), PackedError::Truncated, "{length}");
    }
    let mut longer = bytes;
    longer.extend_from_slice(b"\n\n");
    assert_eq!(refused(&longer), PackedError::Longer { by: 2 });
}

#[test]
fn no_changed_byte_goes_unseen() {
    let bytes = packed();
    let [format, checksum, ..] = lines(&bytes);
    let begin = format.len() + checksum.len() + 2;
    for at in 0..bytes.len() {
        for bit in [1, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            let error = refused(&changed);
            // A changed length in the head is told as what it says.
            let told =
                matches!(error, PackedError::Changed | PackedError::Truncated | PackedError::Longer { .. });
            assert!(told || at < begin, "{at}: {error}");
        }
    }
}

#[test]
fn other_files_and_other_formats_are_told_apart() {
    let newer = |text: &str| refused(text.as_bytes());
    assert_eq!(newer("placet 2\nwhatever"), PackedError::Newer { format: "2".to_owned() });
    for other in [
        "PK\u{3}\u{4}",
        "bundle: small\n",
        "placet \n",
        "placet 0\n",
        "placet 01\n",
        "placet 1\r\n",
        "placet -1\n",
    ] {
        assert_eq!(newer(other), PackedError::NotPacked, "{other}");
    }
    assert_eq!(newer(&format!("placet {}\n", "9".repeat(5000))), PackedError::NotPacked);
    assert_eq!(refused(&vec![0; bounds::PACKED + 1]), PackedError::TooLarge);
}

#[test]
fn a_head_that_says_something_else_is_refused() {
    let [_, _, head, canonical, sources] = lines(&packed());
    let other = |from: &str, to: &str| {
        assert!(head.contains(from), "{head}");
        refused(&sealed(&head.replace(from, to), &canonical, &sources))
    };
    let said =
        |said: &str| PackedError::HeadDiffers { said: said.to_owned(), found: "judged 1.0.0".to_owned() };
    assert_eq!(other("\"1.0.0\"", "\"1.0.1\""), said("judged 1.0.1"));
    assert_eq!(other("judged", "other"), said("other 1.0.0"));
    assert_eq!(other("[null,null]", "[null,\"2030-12-31\"]"), said("judged 1.0.0"));
    assert_eq!(other("\"language\":\"1\"", "\"language\":\"2\""), said("judged 1.0.0"));
    let digest = sha256(&canonical);
    assert_eq!(other(&digest, &sha256("")), PackedError::DigestDiffers);
    for (from, to) in [
        ("{", "{ "),
        ("\"bundle\":\"judged\",", ""),
        ("[null,null]", "[null]"),
        ("[null,null]", "[null,\"2030-02-30\"]"),
        ("\"version\"", "\"wersion\""),
    ] {
        let what = "its head cannot be read".to_owned();
        assert_eq!(other(from, to), PackedError::Malformed { what }, "{from} {to}");
    }
    let length = format!("\"sources\":{},", sources.len());
    assert_eq!(other(&length, &format!("\"sources\":{},", u64::MAX)), PackedError::Truncated);
    let moved = head.replace(&length, &format!("\"sources\":{},", sources.len() + 1)).replace(
        &format!("\"canonical\":{},", canonical.len()),
        &format!("\"canonical\":{},", canonical.len() - 1),
    );
    assert!(matches!(refused(&sealed(&moved, &canonical, &sources)), PackedError::Malformed { .. }));
}

#[test]
fn sources_that_mean_something_else_are_refused() {
    let [_, _, head, canonical, sources] = lines(&packed());
    assert_eq!(refused(&with_sources(&sources.replace("age < 18", "age < 19"))), PackedError::MeansAnother);
    let other = canonical.replace("age < 18", "age < 19");
    let named = head.replace(&sha256(&canonical), &sha256(&other));
    assert_eq!(refused(&sealed(&named, &other, &sources)), PackedError::MeansAnother);
    let PackedError::DoesNotLoad { findings, .. } =
        refused(&with_sources(&sources.replace("age < 18", "agee < 18")))
    else {
        panic!("it has an error")
    };
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code.id(), "E0201");
}

#[test]
fn sources_of_another_form_are_refused() {
    let file = |content: &str| malformed(&format!("[[\"bundle.yaml\",\"\",{content}]]"));
    let deep =
        |depth: usize| format!("{}[\"s\",1,1,1,0,\"\"]{}", "[\"l\",1,1,1,".repeat(depth), "]".repeat(depth));
    assert!(file(&deep(bounds::DEPTH + 1)).contains("nested more than 64 deep"));
    assert!(file(&"[\"l\",1,1,1,".repeat(1_000_000)).contains("nested more than 64 deep"));
    assert!(malformed(&"[".repeat(1_000_000)).contains("invalid type"));
    let many = format!("[\"l\",1,1,1{}]", ",[\"s\",1,1,1,0,\"\"]".repeat(bounds::NODES));
    assert!(file(&many).contains("more than 200000 values"));
    let files: Vec<String> =
        (0..=bounds::FILES).map(|number| format!("[\"{number:04}\",\"\",null]")).collect();
    assert!(malformed(&format!("[{}]", files.join(","))).contains("more than 1000 files"));
    assert!(malformed("[[\"b\",\"\",null],[\"a\",\"\",null]]").contains("not sorted"));
    assert!(malformed("[[\"a\",\"\",null],[\"a\",\"\",null]]").contains("not sorted"));
    assert!(malformed("[] []").contains("trailing"));
    for (content, what) in [
        ("[\"s\",0,1,1,0,\"\"]", "a place"),
        ("[\"s\",1,1,2000000000,0,\"\"]", "a place"),
        ("[\"s\",1,1,1,2,\"\"]", "begins"),
        ("[\"s\",1,1,1,0,\"\",\"\"]", "goes on"),
        ("[\"s\",1,1,1]", "too early"),
        ("[\"q\",1,1,1]", "unknown kind"),
        ("[\"m\",1,1,1,[\"s\",1,1,1,0,\"a\"]]", "no value"),
        ("[\"m\",1,1,1,[\"l\",1,1,1],[\"l\",1,1,1]]", "no text"),
        ("[\"m\",1,1,1,[\"s\",1,1,1,0,\"a\"],[\"l\",1,1,1],[\"s\",1,1,1,0,\"a\"],[\"l\",1,1,1]]", "twice"),
        ("[\"t\",\",\",[\"a\",\"a\"],[2],[[\"\"],[\"\"]]]", "that of another"),
        ("[\"t\",\",\",[\"a\"],[2,3],[[\"\"]]]", "differ in length"),
        ("[\"t\",\",\",[],[],[]]", "differ in length"),
        ("[\"t\",\",\",[\"a\"],[0],[[\"\"]]]", "a place"),
        ("[\"t\",\",,\",[\"a\"],[2],[[\"\"]]]", "a character"),
        ("7", "invalid type"),
    ] {
        assert!(file(content).contains(what), "{content}: {}", file(content));
    }
}

#[test]
fn the_deepest_bundle_is_packed_and_read_on_a_small_stack() {
    // A typical applicant may have groups within groups; no stage reads them, and so they go as deep as a reader lets them.
    let deepest = (0..bounds::DEPTH).fold(text("age < 18"), |tree, _| list([tree]));
    let condition = format!("{}age{} < 18", "(".repeat(60), ")".repeat(60));
    let mut sources = bundle(text(&condition)).sources();
    let content = Content::Tree(deepest);
    sources.files.push(File { name: "typical.yaml".to_owned(), text: String::new(), content });
    let work = move || {
        let bytes = Engine::compile(&sources, Findings::default()).0.unwrap().pack();
        assert_eq!(Engine::from_packed(&bytes).unwrap().pack(), bytes);
    };
    thread::Builder::new().stack_size(128 * 1024).spawn(work).unwrap().join().unwrap();
}

/// Any change of the sources with a checksum that fits: no panic, and no engine that does anything else than the digest says.
#[test]
fn a_forged_file_is_refused_or_means_the_same() {
    let [_, _, _, _, sources] = lines(&packed());
    let digest = compiled(&bundle(text("age < 18"))).program().digest;
    let parts = [
        "\"",
        "[",
        "]",
        ",",
        "null",
        "0",
        "1",
        "\"s\"",
        "\"m\"",
        "\"t\"",
        "4294967295",
        "age",
        "{",
        "\\u0000",
        "x",
    ];
    let loaded = Cell::new(0);
    check(600, 7, |choices| {
        let mut forged: Vec<char> = sources.chars().collect();
        for pair in choices.chunks_exact(3) {
            let at = pair[0] as usize % forged.len();
            let end = (at + pair[1] as usize % 4).min(forged.len());
            forged.splice(at..end, parts[pair[2] as usize % parts.len()].chars());
        }
        let forged: String = forged.into_iter().collect();
        if let Ok(engine) = Engine::from_packed(&with_sources(&forged)) {
            assert_eq!(engine.program().digest, digest);
            loaded.set(loaded.get() + 1);
        }
        Ok(())
    });
    assert!(loaded.get() > 0, "no forged file was like the real one");
}
