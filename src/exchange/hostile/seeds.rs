//! Files to begin from: what a format writes itself, and small ones for those that are only read.

use super::super::formats::Format;
use super::super::testing::{Files, with, written};
use crate::model::testing::random_project;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Files of one format.
#[derive(Clone, Debug)]
pub(super) struct Seed {
    pub(super) format: &'static Format,
    pub(super) files: Files,
}

/// Seeds of random projects with several articles, threads, families and annotators.
const PROJECTS: [u64; 3] = [3, 7, 20];

/// Seeds of a format that is read; none for others.
pub(super) fn seeds(format: &'static Format) -> Vec<Seed> {
    if format.input.is_none() {
        return Vec::new();
    }
    if format.is_written() {
        let files = |seed: &u64| written(format.name, &random_project(*seed), &with(&[])).0;
        return PROJECTS.iter().map(|seed| Seed { format, files: files(seed) }).collect();
    }
    format
        .extensions
        .iter()
        .map(|extension| Seed { format, files: Files::from([(format!("a.{extension}"), small(extension))]) })
        .collect()
}

/// A small file with this ending.
fn small(extension: &str) -> Vec<u8> {
    const WORDS: &str =
        "Prices will fall\n\nPrices will fall by 5% in 2026, the minister said. “We won’t,” said Ana 😀.\n";
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Prices</title><meta property=\"og:site_name\" content=\"Paper\">\
         <meta charset=\"utf-8\"></head><body><article><h1>Prices will fall</h1><p>{WORDS}</p><ul><li>one</li></ul>\
         </article></body></html>"
    );
    match extension {
        "html" | "htm" | "xhtml" => page.into_bytes(),
        "md" | "markdown" => format!("---\ntitle: x\ndate: 2025-11-28\n---\n# Prices\n\n{WORDS}\n* one\n* two\n").into_bytes(),
        "docx" => package(&[
            ("[Content_Types].xml".into(), b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec()),
            ("word/document.xml".into(), format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Prices</w:t></w:r></w:p><w:p><w:r><w:t>{WORDS}</w:t></w:r><w:r><w:tab/><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:body></w:document>").into_bytes()),
            ("word/footnotes.xml".into(), b"<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>".to_vec()),
            ("docProps/core.xml".into(), b"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Prices</dc:title></cp:coreProperties>".to_vec()),
        ]),
        "odt" => package(&[
            ("mimetype".into(), b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml".into(), format!("<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text><text:h text:outline-level=\"1\">Prices</text:h><text:p>{WORDS}<text:s text:c=\"3\"/></text:p></office:text></office:body></office:document-content>").into_bytes()),
            ("meta.xml".into(), b"<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>".to_vec()),
        ]),
        "epub" => package(&[
            ("mimetype".into(), b"application/epub+zip".to_vec()),
            ("META-INF/container.xml".into(), b"<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"o.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>".to_vec()),
            ("o.opf".into(), b"<package xmlns=\"http://www.idpf.org/2007/opf\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>x</dc:title></metadata><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>".to_vec()),
            ("a.xhtml".into(), page.into_bytes()),
        ]),
        "mhtml" | "mht" => format!("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: Prices\r\nDate: Fri, 28 Nov 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://example.org/a\r\n\r\n{page}\r\n--b--\r\n").into_bytes(),
        "eml" => format!("From: Ana <ana@example.org>\r\nSubject: =?utf-8?q?Pr=C3=ADces?=\r\nDate: Fri, 28 Nov 2025 10:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{WORDS}").into_bytes(),
        "mbox" => format!("From ana@example.org Fri Nov 28 10:00:00 2025\nFrom: ana@example.org\nSubject: Prices\n\n{WORDS}\nFrom ben@example.org Fri Nov 28 10:00:00 2025\nSubject: More\n\n{WORDS}").into_bytes(),
        "rss" | "atom" | "xml" => format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title><item><title>Prices</title><link>https://example.org/a</link><pubDate>Fri, 28 Nov 2025 10:00:00 GMT</pubDate><description>{WORDS}</description></item></channel></rss>").into_bytes(),
        "csv" => format!("file,title,outlet,published,text\na.txt,Prices,Paper,2025-11-28,\"{WORDS}\"\n").into_bytes(),
        "tsv" => "file\ttitle\toutlet\tpublished\ttext\na.txt\tPrices\tPaper\t2025-11-28\tPrices will fall.\n".into(),
        "json" => b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Paper\", \"items\": [{\"id\": \"1\", \"title\": \"Prices\", \"text\": \"Prices will fall.\", \"content_text\": \"Prices will fall.\"}]}".to_vec(),
        "jsonl" | "ndjson" => b"{\"title\": \"Prices\", \"text\": \"Prices will fall.\", \"date\": \"2025-11-28\"}\n".to_vec(),
        "warc" => format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2025-11-28T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}\r\n\r\n", page.len() + 44).into_bytes(),
        "pdf" => pdf(),
        "rtf" => b"{\\rtf1\\ansi Prices will fall.\\par \\u8220?We won\\'92t\\par}".to_vec(),
        _ => WORDS.into(),
    }
}

/// A page with a line of words; its table of places is right.
fn pdf() -> Vec<u8> {
    let stream = "BT /F1 12 Tf 72 700 Td (Prices will fall by 5% in 2026, the minister said.) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj{object}endobj\n", number + 1));
    }
    let table = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"));
    out.into_bytes()
}

/// A package of these entries.
pub(super) fn package(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        // Two entries of one name are refused by the writer.
        if writer.start_file(name.as_str(), SimpleFileOptions::default()).is_ok() {
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// The entries of a package; `None` for anything else.
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entries = Vec::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).ok()?;
        entries.push((name, bytes));
    }
    Some(entries)
}
