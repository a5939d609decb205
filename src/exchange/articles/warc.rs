//! Web archives (WARC): the pages in them, each an article.

use super::SIZE_LIMIT;
use super::decode::{Declared, decode, decode_as};
use super::entries::Out;
use super::facts::{Facts, Field};
use super::problem::ArticleProblemKind;
use super::read;
use crate::exchange::format::Head;
use crate::model::MetadataField::{Accessed, Url};
use crate::text::clean;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, BufRead, BufReader, Read};

/// Longest line of a record's header, in bytes.
const LONGEST_LINE: u64 = 64 << 10;

/// Most lines of a header.
const MOST_LINES: usize = 1000;

/// How many times larger a packed archive may become, and what it may have at any rate, in bytes.
const MOST_RATIO: u64 = 200;
const FREE: u64 = 256 << 20;

/// Headers of a record or of an answer, names in lower case.
type Headers = Vec<(String, String)>;

fn header<'h>(headers: &'h Headers, name: &str) -> &'h str {
    headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// True for a packed archive by its name; other packed files are none.
pub(in crate::exchange) fn is_warc(head: &Head<'_>) -> bool {
    head.start.starts_with(b"WARC/") || (head.name.ends_with(".warc.gz") && head.start.starts_with(b"\x1f\x8b"))
}

/// Reads the pages of an archive.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return records(&mut BufReader::new(bytes), out);
    }
    let most = FREE.max(bytes.len() as u64 * MOST_RATIO);
    records(&mut BufReader::new(MultiGzDecoder::new(bytes).take(most)), out)
}

fn records(input: &mut dyn BufRead, out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let (mut number, mut others) = (0_usize, 0_usize);
    loop {
        let first = match line(input) {
            Ok(None) => break,
            Ok(Some(first)) if first.is_empty() => continue,
            Ok(Some(first)) => first,
            Err(error) => {
                out.problem(&format!("record {}", number + 1), format!("the archive breaks off: {error}"));
                break;
            }
        };
        number += 1;
        let entry = format!("record {number}");
        if !first.starts_with("WARC/") {
            if number == 1 {
                return Err(ArticleProblemKind::Unreadable("no web archive: it does not begin with WARC/".to_owned()));
            }
            out.problem(&entry, "no record begins here; the rest was left out");
            break;
        }
        if !out.goes_on() {
            break;
        }
        match record(input) {
            Ok(Record::Page(page)) => match page_of(&page) {
                Ok(content) => out.article(&entry, content),
                Err(why) => out.problem(&entry, why),
            },
            Ok(Record::Other) => others += 1,
            Ok(Record::TooLarge) => out.problem(&entry, format!("larger than {} MB", SIZE_LIMIT / 1_000_000)),
            Err(error) => {
                out.problem(&entry, format!("the archive breaks off: {error}"));
                break;
            }
        }
    }
    if others > 0 {
        out.notice(format!("{others} of {number} records are no pages; they were passed over"));
    }
    Ok(())
}

enum Record {
    Page(Page),
    Other,
    TooLarge,
}

/// A page as the server sent it.
struct Page {
    address: String,
    day: String,
    kind: String,
    encoding: String,
    body: Vec<u8>,
}

/// Reads one record after its first line.
fn record(input: &mut dyn BufRead) -> io::Result<Record> {
    let headers = headers(input)?;
    let length: u64 =
        header(&headers, "content-length").parse().map_err(|_| io::Error::other("a record without its length"))?;
    let kind = header(&headers, "warc-type");
    let is_answer = kind == "response" && header(&headers, "content-type").contains("application/http");
    let is_resource = kind == "resource" && is_html(header(&headers, "content-type"));
    let mut rest = input.take(length);
    if !is_answer && !is_resource || length >= SIZE_LIMIT as u64 {
        io::copy(&mut rest, &mut io::sink())?;
        return Ok(if is_answer && length >= SIZE_LIMIT as u64 { Record::TooLarge } else { Record::Other });
    }
    let mut block = Vec::new();
    rest.read_to_end(&mut block)?;
    if (block.len() as u64) < length {
        return Err(io::Error::other("a record is cut"));
    }
    let said = |name: &str| header(&headers, name).trim_matches(['<', '>']).to_owned();
    let (address, day) = (said("warc-target-uri"), said("warc-date"));
    if is_resource {
        let kind = header(&headers, "content-type").to_owned();
        return Ok(Record::Page(Page { address, day, kind, encoding: String::new(), body: block }));
    }
    let mut answer = block.as_slice();
    let status = line(&mut answer)?.unwrap_or_default();
    let fields = self::headers(&mut answer)?;
    let kind = header(&fields, "content-type").to_owned();
    let is_good = status.split(' ').nth(1).is_some_and(|code| code == "200");
    if !is_good || !is_html(&kind) {
        return Ok(Record::Other);
    }
    let mut body = answer.to_vec();
    if header(&fields, "transfer-encoding").eq_ignore_ascii_case("chunked")
        && let Some(whole) = unchunked(&body)
    {
        body = whole;
    }
    Ok(Record::Page(Page { address, day, kind, encoding: header(&fields, "content-encoding").to_lowercase(), body }))
}

fn is_html(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.contains("text/html") || kind.contains("application/xhtml")
}

/// The next line without its end; `None` at the end of the file.
fn line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = input.take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
    if read as u64 >= LONGEST_LINE {
        return Err(io::Error::other("a line of a header has no end"));
    }
    Ok((read > 0).then(|| String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()))
}

fn headers(input: &mut dyn BufRead) -> io::Result<Headers> {
    let mut headers = Headers::new();
    while let Some(line) = line(input)?.filter(|line| !line.is_empty()) {
        if headers.len() >= MOST_LINES {
            return Err(io::Error::other("a header has no end"));
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(headers)
}

/// A body that was sent in chunks; `None` where it is whole already.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut whole) = (body, Vec::new());
    loop {
        let size = line(&mut rest).ok()??;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// The article of a page.
fn page_of(page: &Page) -> Result<super::content::Content, String> {
    let body = unpacked(&page.body, &page.encoding)?;
    let charset = page.kind.to_ascii_lowercase();
    let charset =
        charset.split("charset=").nth(1).and_then(|c| c.split(';').next()).map(|c| c.trim_matches(['"', '\'', ' ']));
    let decoded = charset.and_then(|label| decode_as(&body, label)).or_else(|| decode(&body, Declared::InMeta));
    let decoded = decoded.ok_or("not text")?;
    let mut content = read::page(&clean(&decoded.text));
    let mut facts = Facts::default();
    facts.set(Field::Grid(Url), &page.address);
    facts.set(Field::Grid(Accessed), &page.day);
    facts.fill(std::mem::take(&mut content.facts));
    facts.notices.extend(decoded.notice);
    content.facts = facts;
    Ok(content)
}

fn unpacked(body: &[u8], encoding: &str) -> Result<Vec<u8>, String> {
    let most = SIZE_LIMIT as u64;
    let mut bytes = Vec::new();
    let read = match encoding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            MultiGzDecoder::new(body).take(most).read_to_end(&mut bytes)
        }
        "deflate" => {
            let zlib = ZlibDecoder::new(body).take(most).read_to_end(&mut bytes);
            zlib.or_else(|_| {
                bytes.clear();
                DeflateDecoder::new(body).take(most).read_to_end(&mut bytes)
            })
        }
        // Some archives keep the unpacked body and the old header.
        "" | "identity" | "gzip" | "x-gzip" => return Ok(body.to_vec()),
        other if std::str::from_utf8(body).is_ok() => {
            return if other.is_empty() { Err("not text".to_owned()) } else { Ok(body.to_vec()) };
        }
        other => return Err(format!("its page is packed as {other:?}, which is not understood")),
    };
    match read {
        Ok(_) if bytes.len() as u64 >= most => Err(format!("its page unpacks to more than {} MB", most / 1_000_000)),
        // What was unpacked before a damaged part is a page too.
        Err(error) if bytes.is_empty() => Err(format!("its page is damaged: {error}")),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::read_all;
    use crate::model::Date;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn record(kind: &str, uri: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2025-11-28T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    }

    fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat()
    }

    fn archive() -> Vec<Vec<u8>> {
        let page = "<title>Talks fail</title><p>The caf\u{e9} talks failed.</p>";
        let latin: Vec<u8> = page.chars().map(|c| c as u8).collect();
        let packed = gz(page.as_bytes());
        let chunks = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
        vec![
            record("warcinfo", "", b"software: none"),
            record("response", "https://example.org/1", &answer("Content-Type: text/html; charset=iso-8859-1", &latin)),
            record(
                "response",
                "https://example.org/2",
                &answer("Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", &chunks),
            ),
            record("response", "https://example.org/3.png", &answer("Content-Type: image/png", b"\x89PNG")),
            record(
                "response",
                "https://example.org/4",
                b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No such page",
            ),
        ]
    }

    #[test]
    fn pages_are_articles() {
        let plain = archive().concat();
        let packed: Vec<u8> = archive().iter().flat_map(|record| gz(record)).collect();
        for (name, bytes) in [("a.warc", &plain), ("a.warc.gz", &packed)] {
            let read = read_all(name, bytes).unwrap();
            assert_eq!((read.articles.len(), &read.problems), (2, &Vec::new()), "{name}");
            for (entry, address) in read.articles.iter().zip(["https://example.org/1", "https://example.org/2"]) {
                assert_eq!(entry.article.text.as_str(), "Talks fail\nThe caf\u{e9} talks failed.");
                assert_eq!(entry.article.metadata.url, address);
                assert_eq!(entry.article.metadata.accessed, Date::day(2025, 11, 28));
            }
            assert_eq!(read.notices, ["3 of 5 records are no pages; they were passed over"]);
        }
    }

    #[test]
    fn damaged_archives_keep_their_good_part() {
        let plain = archive().concat();
        for cut in (0..plain.len()).step_by(13) {
            let _ = read_all("a.warc", &plain[..cut]);
        }
        let read = read_all("a.warc", &plain[..plain.len() - 40]).unwrap();
        assert_eq!((read.articles.len(), read.problems.len()), (2, 1));
        let bomb = gz(&vec![b'a'; 60 << 20]);
        let bomb = record(
            "response",
            "https://example.org/1",
            &answer("Content-Type: text/html\r\nContent-Encoding: gzip", &bomb),
        );
        assert!(read_all("a.warc", &bomb).unwrap().problems[0].what.contains("more than"));
        assert!(read_all("a.warc", b"no archive").is_err());
        let endless = b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\nx";
        assert!(read_all("a.warc", endless).is_ok() || read_all("a.warc", endless).is_err());
    }
}
