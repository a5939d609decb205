//! What stands below the program: no crate that opens sockets but for those with a reason, and licences that may be.
//!
//! The sources of all crates that are built are looked through, so that a new one is met on the day that it enters.

use regex::bytes::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words without which no crate opens a socket by the standard library, the C library or the system's calls.
const OPENERS: [&str; 12] = [
    "TcpStream",
    "TcpListener",
    "TcpSocket",
    "UdpSocket",
    "UnixStream",
    "UnixListener",
    "UnixDatagram",
    "ToSocketAddrs",
    "fn socket(",
    "::socket(",
    "socketpair",
    "getaddrinfo",
];

/// Crates that name such words, each with what it is there for.
const ALLOWED: [(&str, &str); 13] = [
    ("async-io", "waits for zbus, and opens nothing by itself"),
    ("async-signal", "a pair of its own, to hear of signals"),
    ("calloop", "the window's loop: a pair of its own, to wake it"),
    ("libc", "declares what the C library has"),
    ("linux-raw-sys", "declares what the kernel has"),
    ("polling", "a pair of its own, to wake itself"),
    ("rustix", "declares what the system has"),
    ("url", "takes addresses apart; others may open them"),
    ("wayland-backend", "the display's local socket"),
    ("wayland-client", "the display's local socket"),
    ("wl-clipboard-rs", "the display's local socket"),
    ("x11rb", "the display that DISPLAY names: a local socket, unless that says another machine"),
    ("zbus", "the desktop's bus: a local socket, unless DBUS_SESSION_BUS_ADDRESS says another machine"),
];

/// Crates that are there to talk to other machines. (The window's `webbrowser` starts the person's own browser on a link
/// that she clicks, and talks to nobody.)
const NETWORK: [&str; 27] = [
    "actix-web",
    "attohttpc",
    "async-net",
    "curl",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "self_update",
    "sentry",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "trust-dns-resolver",
    "hickory-resolver",
    "tungstenite",
    "ureq",
    "warp",
];

struct Package {
    name: String,
    licence: String,
    folder: PathBuf,
}

/// What `cargo` says of the crates that the binary is built from on this system. Nothing is fetched: what is being
/// tested was built from them.
fn packages() -> Vec<Package> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let version = Command::new(env!("CARGO")).args(["--version", "--verbose"]).output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host]);
    if !cfg!(feature = "gui") {
        command.arg("--no-default-features");
    }
    let output = command.arg("--manifest-path").arg(manifest).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes: BTreeMap<String, Value> =
        list(&told["resolve"]["nodes"]).into_iter().map(|node| (words(&node["id"]), node)).collect();
    // From the program down, by what ends up in it: not what tests and build scripts need.
    let (mut reached, mut open) = (BTreeSet::new(), vec![words(&told["resolve"]["root"])]);
    while let Some(id) = open.pop() {
        let deps = nodes.get(&id).map(|node| list(&node["deps"])).unwrap_or_default();
        let is_normal = |dep: &&Value| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        open.extend(deps.iter().filter(is_normal).map(|dep| words(&dep["pkg"])).filter(|id| !reached.contains(id)));
        reached.insert(id);
    }
    let used = list(&told["packages"]).into_iter().filter(|package| reached.contains(&words(&package["id"])));
    used.map(|package| Package {
        name: words(&package["name"]),
        licence: words(&package["license"]),
        folder: PathBuf::from(words(&package["manifest_path"])).parent().unwrap().join("src"),
    })
    .collect()
}

/// The words of [`OPENERS`] in the code of a folder; comments do not count.
fn openers(folder: &Path, words: &Regex, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            openers(&path, words, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let bytes = fs::read(&path).unwrap_or_default();
            for met in words.find_iter(&bytes) {
                let before = bytes.get(..met.start()).unwrap_or_default();
                let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
                if !line.trim_ascii_start().starts_with(b"//") {
                    found.insert(String::from_utf8_lossy(met.as_bytes()).into_owned());
                }
            }
        }
    }
}

#[test]
fn no_crate_opens_sockets_without_a_reason() {
    let packages = packages();
    assert!(packages.len() > 100, "the tree was not found");
    let words = OPENERS.map(regex::escape).join("|");
    let words = Regex::new(&words).unwrap();
    let mut wrong = Vec::new();
    for package in &packages {
        if NETWORK.contains(&package.name.as_str()) {
            wrong.push(format!("{} is there to talk to other machines", package.name));
        }
        // What has its reason is not looked at again: declarations of a whole system are long.
        if !ALLOWED.iter().any(|(name, _)| *name == package.name) {
            let mut found = BTreeSet::new();
            openers(&package.folder, &words, &mut found);
            wrong
                .extend(Some(found).filter(|found| !found.is_empty()).map(|f| format!("{} names {f:?}", package.name)));
        }
    }
    assert!(wrong.is_empty(), "give a reason for each, or leave the crate out:\n{}", wrong.join("\n"));
}

#[test]
fn the_search_sees_what_it_forbids() {
    let home = tempfile::tempdir().unwrap();
    let code = "// TcpListener in a comment\nlet s = std::net::TcpStream::connect(x);\n    /// UdpSocket\n";
    fs::create_dir_all(home.path().join("net")).unwrap();
    fs::write(home.path().join("net/mod.rs"), code).unwrap();
    let mut found = BTreeSet::new();
    openers(home.path(), &Regex::new(&OPENERS.map(regex::escape).join("|")).unwrap(), &mut found);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["TcpStream"]);
}

/// A licence is one that `deny.toml` allows. A small reading of SPDX: OR, AND, WITH, brackets, and the slash of old.
#[test]
fn every_licence_in_the_tree_is_allowed() {
    let rules = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).unwrap();
    let rules = Rules::of(&rules);
    assert!(rules.allowed.contains("MIT") && rules.exceptions.contains_key("selectors"), "deny.toml was not read");
    let no = |package: &&Package| !rules.allow(&package.name, &package.licence);
    let wrong: Vec<String> = packages().iter().filter(no).map(|p| format!("{}: {:?}", p.name, p.licence)).collect();
    assert!(wrong.is_empty(), "deny.toml does not allow\n{}", wrong.join("\n"));
    for (licence, fine) in [
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("GPL-3.0-only", false),
        ("MIT/Apache-2.0", true),
        ("(MIT OR GPL-2.0-only) AND Unicode-3.0", true),
        ("GPL-2.0-only WITH LLVM-exception", false),
        ("MPL-2.0", false),
        ("", false),
    ] {
        assert_eq!(rules.allow("some-crate", licence), fine, "{licence}");
    }
}

#[derive(Default)]
struct Rules {
    allowed: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
}

impl Rules {
    /// The licences and exceptions of `deny.toml`, which has one a line.
    fn of(text: &str) -> Self {
        let mut rules = Self::default();
        let quoted = |line: &str| -> Vec<String> { line.split('"').skip(1).step_by(2).map(str::to_owned).collect() };
        let part = text.split("[licenses]").nth(1).unwrap_or_default().split("\n[").next().unwrap_or_default();
        for line in part.lines().map(str::trim) {
            if line.starts_with('"') {
                rules.allowed.extend(quoted(line));
            } else if line.starts_with("{ crate") {
                let mut words = quoted(line).into_iter();
                let name = words.next().unwrap_or_default();
                rules.exceptions.entry(name).or_default().extend(words);
            }
        }
        rules
    }

    fn allow(&self, name: &str, licence: &str) -> bool {
        let spaced = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let own = self.exceptions.get(name);
        let is_fine = |id: &str| self.allowed.contains(id) || own.is_some_and(|own| own.contains(id));
        let mut rest = words.as_slice();
        either(&mut rest, &is_fine) && rest.is_empty()
    }
}

fn either(rest: &mut &[&str], is_fine: &dyn Fn(&str) -> bool) -> bool {
    let mut fine = both(rest, is_fine);
    while let Some((&"OR", after)) = rest.split_first() {
        *rest = after;
        fine |= both(rest, is_fine);
    }
    fine
}

fn both(rest: &mut &[&str], is_fine: &dyn Fn(&str) -> bool) -> bool {
    let mut fine = one(rest, is_fine);
    while let Some((&"AND", after)) = rest.split_first() {
        *rest = after;
        fine &= one(rest, is_fine);
    }
    fine
}

fn one(rest: &mut &[&str], is_fine: &dyn Fn(&str) -> bool) -> bool {
    let Some((word, after)) = rest.split_first() else { return false };
    *rest = after;
    if *word == "(" {
        let fine = either(rest, is_fine);
        *rest = rest.get(1..).unwrap_or_default();
        return fine;
    }
    match rest {
        ["WITH", exception, after @ ..] => {
            let whole = format!("{word} WITH {exception}");
            *rest = after;
            is_fine(&whole)
        }
        _ => is_fine(word),
    }
}
