//! What an export takes above the open project: measured in a program of its own, whose peak is set back in between.

use super::formats::export;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The argument that makes this program open a project, export it, say what memory that took, and end.
pub const CHILD: &str = "--memory-of-export";

/// A field of this program's status in kilobytes; 0 where the system does not say.
fn status(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Opens `[folder, format, target]` and prints by how many kilobytes the export raised the peak above the open project.
pub fn child(arguments: &[String]) {
    let [folder, format, to] = arguments else { return };
    let loaded = byline::store::open(Path::new(folder), None, byline::store::Access::ReadOnly).unwrap();
    let project = loaded.project;
    // Sets the peak back to what is taken now (Linux: proc_pid_clear_refs).
    drop(fs::write("/proc/self/clear_refs", "5"));
    let before = status("VmRSS:");
    export(&project, format, Path::new(to));
    println!("{}", status("VmHWM:").saturating_sub(before));
}

/// The memory of one export above the open project, in megabytes.
pub fn export_memory(folder: &Path, format: &str, to: &Path) -> f64 {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).arg(CHILD).arg(folder).arg(format).arg(to).output().unwrap();
    if to.is_dir() {
        fs::remove_dir_all(to).unwrap();
    } else {
        fs::remove_file(to).unwrap();
    }
    String::from_utf8(output.stdout).unwrap().trim().parse::<f64>().unwrap() / 1024.0
}
