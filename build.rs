//! Takes the faces that the article is set in out of `typst-assets`, so that the binary holds these and no others; asks the
//! linker for small tables.

#[cfg(feature = "gui")]
mod faces {
    use std::error::Error;
    use std::path::PathBuf;

    /// PostScript names of the faces, and the files that the window includes.
    const FACES: [(&str, &str); 2] =
        [("LibertinusSerif-Regular", "reading.otf"), ("LibertinusSerif-Bold", "reading-bold.otf")];

    /// The number of the PostScript name in a name table (OpenType 1.9, "name", name IDs).
    const POSTSCRIPT_NAME: u16 = 6;

    #[expect(clippy::disallowed_methods, reason = "cargo's own folder: nothing reads the files before they are whole")]
    /// Writes the faces where the window includes them from.
    pub(crate) fn write() -> Result<(), Box<dyn Error>> {
        let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
        for (name, file) in FACES {
            let face = typst_assets::fonts().find(|face| postscript_name(face).as_deref() == Some(name));
            let face = face.ok_or_else(|| format!("typst-assets has no font {name}; see FACES in build.rs"))?;
            std::fs::write(folder.join(file), face)?;
        }
        Ok(())
    }

    /// The PostScript name of a font of one face; `None` where there is none, or the file is not understood.
    fn postscript_name(font: &[u8]) -> Option<String> {
        let tables = font.get(12..)?.chunks_exact(16).take(usize::from(number(font, 4)?));
        let entry = tables.into_iter().find(|entry| entry.starts_with(b"name"))?;
        let at = u32::from_be_bytes(entry.get(8..12)?.try_into().ok()?);
        let table = font.get(usize::try_from(at).ok()?..)?;
        let words = table.get(usize::from(number(table, 4)?)..)?;
        let records = table.get(6..)?.chunks_exact(12).take(usize::from(number(table, 2)?));
        let record = records.into_iter().find(|record| number(record, 6) == Some(POSTSCRIPT_NAME))?;
        let (length, start) = (usize::from(number(record, 8)?), usize::from(number(record, 10)?));
        // PostScript names are ASCII, in one byte or in two of which the first is zero.
        let bytes = words.get(start..start + length)?.iter().filter(|byte| **byte != 0);
        Some(bytes.map(|byte| char::from(*byte)).collect())
    }

    /// The 16 bits at a place, the high byte first.
    fn number(bytes: &[u8], at: usize) -> Option<u16> {
        Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
    }
}

/// The first glibc that reads packed relocations (ELF's `RELR`).
const PACKED_SINCE: (u32, u32) = (2, 36);

/// A Linux program's table of relocations shrinks to a tenth in its packed form. Where glibc is too old to read that, or
/// another machine's program is built, the table stays as it is.
fn pack_relocations() {
    println!("cargo::rerun-if-changed=build.rs");
    let told = |name: &str| std::env::var(name).unwrap_or_default();
    let is_here = told("HOST") == told("TARGET");
    let has_glibc = told("CARGO_CFG_TARGET_OS") == "linux" && told("CARGO_CFG_TARGET_ENV") == "gnu";
    if is_here && has_glibc && glibc().is_some_and(|version| version >= PACKED_SINCE) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// This machine's glibc, major and minor number.
fn glibc() -> Option<(u32, u32)> {
    let told = std::process::Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = std::str::from_utf8(&told).ok()?.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}

/// Tells the program whether the sources hold the weights of the deep suggester.
fn find_weights() {
    println!("cargo::rustc-check-cfg=cfg(deep_weights)");
    println!("cargo::rerun-if-changed=assets");
    if std::path::Path::new("assets/deep/news.bin").is_file() {
        println!("cargo::rustc-cfg=deep_weights");
    }
}

#[cfg(feature = "gui")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    pack_relocations();
    find_weights();
    faces::write()
}

#[cfg(not(feature = "gui"))]
fn main() {
    pack_relocations();
    find_weights();
}
