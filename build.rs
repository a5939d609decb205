//! Takes the faces that the article is set in out of `typst-assets`, so that the binary holds these and no others.

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

#[cfg(feature = "gui")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    faces::write()
}

#[cfg(not(feature = "gui"))]
fn main() {}
