//! Each room imports only from rooms above it, and what it may not use at all stands here.

use std::path::{Path, PathBuf};

/// The rooms in order: each may import from those before it.
const ROOMS: [&str; 10] = ["text", "model", "edit", "store", "review", "suggest", "exchange", "session", "cli", "ui"];

/// Rooms whose import is not a matter of order: two doors to one house.
const DOORS: [&str; 2] = ["cli", "ui"];

/// Crates that a room must not name.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    ("text", &["serde", "std::fs", "egui", "jiff"]),
    ("model", &["serde", "std::fs", "std::io", "egui", "ron::"]),
    ("edit", &["serde", "std::fs", "std::io", "egui", "ron::"]),
    ("review", &["std::fs", "egui", "ron::"]),
    ("suggest", &["std::fs", "std::io", "serde", "egui", "ron::"]),
];

/// Where a crate may be named all the same.
const ALLOWED: [(&str, &str); 1] = [
    // A deep model's file begins with a header in JSON; the bytes are read by others.
    ("suggest/deep/file.rs", "serde"),
];

/// True for a file that is compiled for tests alone, by its name.
fn is_for_tests(file: &Path) -> bool {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy());
    stem.is_some_and(|stem| stem == "testing" || stem.ends_with("tests"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Lines of a file up to its tests, without comments.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().enumerate().map(|(n, line)| (n + 1, line.trim().to_owned()));
    lines
        .take_while(|(_, line)| line != "#[cfg(test)]" || !text.contains("mod tests {"))
        .filter(|(_, line)| !line.starts_with("//"))
        .collect()
}

/// Rooms that a line names after `crate::`.
fn named(line: &str) -> Vec<&str> {
    let mut rooms = Vec::new();
    for after in line.split("crate::").skip(1) {
        if let Some(list) = after.strip_prefix('{') {
            rooms.extend(list.split([',', '}']).filter_map(|part| part.trim().split("::").next()));
        } else {
            rooms.push(after.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default());
        }
    }
    rooms
}

#[test]
fn rooms_import_only_from_rooms_above_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (at, room) in ROOMS.iter().enumerate() {
        for file in files(&src.join(room)) {
            for (n, line) in code(&file) {
                seen += 1;
                for other in named(&line) {
                    let below = ROOMS.iter().position(|r| *r == other).is_some_and(|place| place > at);
                    let door = DOORS.contains(room) && DOORS.contains(&other) && *room != other;
                    if below || door {
                        wrong.push(format!("{}:{n}: {room} imports from {other}", file.display()));
                    }
                }
                for (_, words) in FORBIDDEN.iter().filter(|(r, _)| r == room && !is_for_tests(&file)) {
                    wrong.extend(
                        words
                            .iter()
                            .filter(|w| {
                                line.contains(**w) && !ALLOWED.iter().any(|a| file.ends_with(a.0) && a.1 == **w)
                            })
                            .map(|w| format!("{}:{n}: {room} names {w}", file.display())),
                    );
                }
            }
        }
    }
    assert!(seen > 1_000, "the rooms were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_color_or_font_size_outside_the_theme() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let mut wrong = Vec::new();
    for file in files(&ui).into_iter().filter(|f| !f.ends_with("theme.rs") && !f.ends_with("theme/color.rs")) {
        for (n, line) in code(&file) {
            if ["Color32::from_rgb", "Color32::from_gray", "Color32::RED", "Color32::WHITE", "Color32::BLACK"]
                .iter()
                .any(|w| line.contains(w))
            {
                wrong.push(format!("{}:{n}: {line}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_test_itself_sees_what_it_forbids() {
    assert_eq!(named("use crate::{edit::Draft, model::Project};"), ["edit", "model", ";"]);
    assert_eq!(named("let x = crate::ui::App::new(crate::session::clock::now());"), ["ui", "session"]);
}
