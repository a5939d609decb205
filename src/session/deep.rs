//! Where the deep model is found, and whether there is room for it.
//!
//! A release holds its weights: one file is easier to copy, and cannot lose them. A debug build reads them from the
//! sources, since each of its many test programs would hold them. `BYLINE_DEEP` names another file for both.

use crate::suggest::{DeepError, DeepModel, DeepSuggester};
use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The environment variable that names a file to read in the place of the model that comes with the program.
const NAMED_BY: &str = "BYLINE_DEEP";

/// Bytes above which a file is not looked into: no model of this kind is as large.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The deep model, read on first use. What went wrong is not remembered: memory may be free, or a file there, later.
///
/// # Errors
/// Where there is none that can be used, or too little memory.
pub fn deep_model() -> Result<Arc<DeepModel>, DeepError> {
    static READ: Mutex<Option<Arc<DeepModel>>> = Mutex::new(None);
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(model) = &*known {
        return Ok(Arc::clone(model));
    }
    let named = std::env::var_os(NAMED_BY).filter(|name| !name.is_empty());
    let model = Arc::new(read(named.as_deref().map(Path::new), free_megabytes())?);
    *known = Some(Arc::clone(&model));
    Ok(model)
}

/// The deep suggester with this many threads.
///
/// # Errors
/// As [`deep_model`].
pub fn deep_suggester(threads: usize) -> Result<DeepSuggester, DeepError> {
    Ok(DeepSuggester::new(deep_model()?).with_threads(threads))
}

fn read(named: Option<&Path>, free: Option<u64>) -> Result<DeepModel, DeepError> {
    let needed = DeepModel::megabytes();
    if let Some(free) = free.filter(|free| *free < needed) {
        return Err(DeepError::Memory { needed, free });
    }
    DeepModel::read(match named {
        Some(path) => file(path)?,
        None => shipped()?,
    })
}

/// The bytes of a file.
fn file(path: &Path) -> Result<Cow<'static, [u8]>, DeepError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => DeepError::Missing,
        _ => DeepError::Unreadable(format!("{error}: {}", path.display())),
    };
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(DeepError::NotAModel);
    }
    std::fs::read(path).map(Cow::Owned).map_err(unreadable)
}

/// The model that comes with the program.
#[cfg(all(deep_weights, not(debug_assertions)))]
fn shipped() -> Result<Cow<'static, [u8]>, DeepError> {
    static WEIGHTS: &[u8] = include_bytes!("../../assets/deep/news.bin");
    Ok(Cow::Borrowed(WEIGHTS))
}

/// The model among the sources.
#[cfg(debug_assertions)]
fn shipped() -> Result<Cow<'static, [u8]>, DeepError> {
    file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/deep/news.bin")))
}

/// A release that was built from sources without weights has none.
#[cfg(all(not(deep_weights), not(debug_assertions)))]
fn shipped() -> Result<Cow<'static, [u8]>, DeepError> {
    Err(DeepError::Missing)
}

/// Megabytes of memory that programs can still take; `None` where the system does not tell.
fn free_megabytes() -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    available(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

/// The megabytes that Linux's table of memory says are available.
fn available(table: &str) -> Option<u64> {
    let line = table.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}

/// Lets everything else go first, from now on and for this thread alone.
pub fn step_back() {
    #[cfg(all(target_os = "linux", feature = "gui"))]
    // A system that does not let it gets the work at its usual pace.
    let _ = rustix::process::nice(10);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_model_is_told_in_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.bin");
        let said = |free| read(Some(&path), free).unwrap_err();
        assert_eq!(said(None), DeepError::Missing);
        std::fs::write(&path, b"").unwrap();
        assert_eq!(said(None), DeepError::Missing);
        std::fs::write(&path, b"BYDP\x07\0\0\0 and more").unwrap();
        assert_eq!(said(None), DeepError::Version(7));
        std::fs::write(&path, b"BYDP\x01\0\0\0 cut short").unwrap();
        assert_eq!(said(Some(100_000)), DeepError::Damaged);
        assert_eq!(said(Some(60)), DeepError::Memory { needed: DeepModel::megabytes(), free: 60 });
        assert!(matches!(file(folder.path()), Err(DeepError::Unreadable(_))));
        let line = said(Some(60)).to_string();
        assert!(line.contains("the other suggesters go on") && !line.contains('\n') && line.contains("60 MB are free"));
    }

    #[test]
    fn free_memory_is_read_from_the_table() {
        let table = "MemTotal:       24684440 kB\nMemFree:  1 kB\nMemAvailable:   1048576 kB\nBuffers: 2 kB\n";
        assert_eq!(available(table), Some(1024));
        assert_eq!(available("MemAvailable: many"), None);
        assert!(1024 > DeepModel::megabytes(), "a machine with 1 GB free reads it");
    }
}
