//! Every fuzz target in one binary for libFuzzer: `BYLINE_FUZZ_TARGET=layer all CORPUS`. `BYLINE_FUZZ_TARGET=list` prints
//! the names of all targets.

#![no_main]

#[path = "../../src/exchange/hostile/mutate.rs"]
mod mutate;
mod package;
#[allow(dead_code, reason = "the short test of the package asks for more")]
mod targets;

use mutate::Dice;
use std::cell::RefCell;
use std::panic::Location;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};
use targets::{Sample, Target, targets};

/// Stack of the thread that reads, in bytes: that of the program's workers.
const STACK: usize = 2 << 20;

struct Run {
    target: Target,
    sample: Sample,
    input: PathBuf,
}

/// What panicked last; a panic in a library that a reader contains is none of ours.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// A panic in our own code is a fault wherever it is caught.
static OURS: Mutex<Option<String>> = Mutex::new(None);

fn remember(place: Option<&Location<'_>>, message: String) {
    let file = place.map(Location::file).unwrap_or_default();
    let is_ours = !file.contains("/registry/") && !file.contains("/rustc/") && !file.contains("/library/");
    if let Ok(mut last) = LAST.lock() {
        *last = Some(message.clone());
    }
    if is_ours && let Ok(mut ours) = OURS.lock() {
        *ours = Some(message);
    }
}

fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        std::panic::set_hook(Box::new(|info| remember(info.location(), info.to_string())));
        let name = std::env::var("BYLINE_FUZZ_TARGET").unwrap_or_default();
        let all = targets();
        let Some(target) = all.iter().find(|target| target.name == name) else {
            let names: Vec<&str> = all.iter().map(|target| target.name).collect();
            println!("{}", names.join("\n"));
            std::process::exit(i32::from(name != "list"));
        };
        let home = std::env::var_os("BYLINE_FUZZ_HOME").map_or_else(std::env::temp_dir, PathBuf::from);
        let home = home.join(format!("byline-fuzz-{name}-{}", std::process::id()));
        Run { target: *target, sample: Sample::new(&home), input: home.join("input") }
    })
}

fn fault(message: &str) -> ! {
    eprintln!("{message}");
    std::process::abort();
}

libfuzzer_sys::fuzz_target!(init: { run(); }, |data: &[u8]| {
    let run = run();
    // A stack that overflows ends the process without a word; then the input is found here.
    drop(std::fs::write(&run.input, data));
    let reader = std::thread::Builder::new().name("reader".to_owned()).stack_size(STACK);
    let end = std::thread::scope(|scope| match reader.spawn_scoped(scope, || run.target.run(&run.sample, data)) {
        Ok(thread) => thread.join().is_ok(),
        Err(error) => fault(&error.to_string()),
    });
    if !end {
        fault(&LAST.lock().ok().and_then(|mut last| last.take()).unwrap_or_default());
    }
    if let Some(message) = OURS.lock().ok().and_then(|mut ours| ours.take()) {
        fault(&format!("caught in our own code: {message}"));
    }
});

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    thread_local! {
        static DICE: RefCell<Dice> = const { RefCell::new(Dice(0)) };
    }
    DICE.with_borrow_mut(|dice| {
        dice.0 ^= u64::from(seed);
        let old = data.get(..size).unwrap_or_default();
        let new = match package::unpacked(old) {
            Some(mut entries) if dice.below(4) > 0 => {
                let number = dice.below(entries.len());
                if let Some((_, bytes)) = entries.get_mut(number) {
                    *bytes = if dice.below(2) == 0 { mutate::mutated(bytes, dice) } else { plain(bytes) };
                }
                package::packed(&entries)
            }
            _ if dice.below(4) == 0 && size > 0 => mutate::mutated(old, dice),
            _ => return libfuzzer_sys::fuzzer_mutate(data, size, max_size),
        };
        let length = new.len().min(max_size);
        if let (Some(to), Some(from)) = (data.get_mut(..length), new.get(..length)) {
            to.copy_from_slice(from);
        }
        length
    })
});

/// libFuzzer's own change of some bytes.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut buffer = bytes.to_vec();
    let most = bytes.len() + 64;
    buffer.resize(most, 0);
    let size = libfuzzer_sys::fuzzer_mutate(&mut buffer, bytes.len(), most);
    buffer.truncate(size);
    buffer
}
