//! A bundle's files from the JSON that write_sources.py makes of what the Python reader hands over.

use engine_core::source::{Content, File, FileId, Place, Scalar, Sheet, Sources, Tree};
use serde_json::Value as Json;

pub fn read(path: &str) -> Sources {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `make bench`", path.display()));
    let files: Vec<Json> = serde_json::from_str(&text).expect("JSON");
    let file = |(file, id): (&Json, u16)| File {
        name: string(&file[0]),
        text: string(&file[1]),
        content: content(&file[2], FileId(id)),
    };
    Sources { files: files.iter().zip(0..).map(file).collect() }
}

fn content(json: &Json, file: FileId) -> Content {
    match json[0].as_str() {
        None => Content::Unread,
        Some("t") => Content::Sheet(Sheet {
            header: strings(&json[1]),
            columns: json[2].as_array().expect("columns").iter().map(strings).collect(),
            lines: json[3].as_array().expect("lines").iter().map(number).collect(),
            separator: string(&json[4]).chars().next().expect("a separator"),
        }),
        Some(_) => Content::Tree(tree(json, file)),
    }
}

fn tree(json: &Json, file: FileId) -> Tree {
    let place = |line: usize| Place {
        file,
        line: number(&json[line]),
        column: number(&json[line + 1]),
        length: number(&json[line + 2]),
    };
    match json[0].as_str() {
        Some("l") => Tree::List(
            json[1].as_array().expect("a list").iter().map(|item| tree(item, file)).collect(),
            place(2),
        ),
        Some("m") => {
            let entries = json[1].as_array().expect("a map").iter();
            Tree::Map(
                entries.map(|entry| (scalar(&entry[0], file), tree(&entry[1], file))).collect(),
                place(2),
            )
        }
        _ => Tree::Scalar(scalar(json, file)),
    }
}

fn scalar(json: &Json, file: FileId) -> Scalar {
    let place = Place { file, line: number(&json[2]), column: number(&json[3]), length: number(&json[4]) };
    Scalar {
        text: string(&json[1]),
        place,
        verbatim: json[5].as_i64().and_then(|lead| u32::try_from(lead).ok()),
    }
}

fn string(json: &Json) -> String {
    json.as_str().expect("a text").to_owned()
}

fn strings(json: &Json) -> Vec<String> {
    json.as_array().expect("a list").iter().map(string).collect()
}

fn number(json: &Json) -> u32 {
    json.as_u64().and_then(|number| u32::try_from(number).ok()).expect("a number")
}
