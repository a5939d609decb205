//! Which machine this is.

use std::fs;
use std::sync::OnceLock;

/// A short name that follows from words.
pub(super) fn short_hash(words: &str) -> String {
    blake3::hash(words.as_bytes()).to_hex().chars().take(16).collect()
}

/// What this machine is called.
pub(super) fn host() -> String {
    let named = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    let of_system = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = of_system.or(named).unwrap_or_default();
    name.trim().chars().filter(|c| !c.is_control()).take(64).collect()
}

/// Tells this machine from others, those with the same name included.
pub(super) fn machine() -> &'static str {
    static MACHINE: OnceLock<String> = OnceLock::new();
    MACHINE.get_or_init(fingerprint)
}

/// Machine ids, where the system has one; else when its own folders were made.
fn fingerprint() -> String {
    let id = fs::read_to_string("/etc/machine-id").unwrap_or_default();
    // Where the system names none: when its own folders were made.
    let made = ["/private/var/db", "C:\\Windows"].iter().find_map(|path| fs::metadata(path).ok()?.created().ok());
    let made = made.and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    short_hash(&format!("{} {} {}", host(), id.trim(), made.as_nanos()))
}
