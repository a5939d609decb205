use crate::exchange::articles::testing::{read_all, read_one};
use crate::model::{Date, ZoneKind};

/// A line at a place measured from the lower left, in letters of a size.
fn line(x: u32, y: u32, size: u32, words: &str) -> String {
    let words = words.replace('(', "\\(").replace(')', "\\)");
    format!("BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// Objects numbered from 1 as a file; the last one given is what the trailer names as Info.
fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let xref = bytes.len();
    let table: String = places.iter().map(|at| format!("{at:010} 00000 n \n")).collect();
    let count = objects.len() + 1;
    bytes.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len()).bytes());
    bytes
}

/// A document with pages of these contents.
fn pdf(pages: &[String], more: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|i| format!("{} 0 R ", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 600 800] >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (i, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> {more} >> /Contents {} 0 R >>",
            5 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()));
    }
    objects.push("<< /Title (Talks in the harbour) /Author (Ana Ruiz) /CreationDate (D:20251129100000Z) >>".to_owned());
    file(&objects)
}

fn column(x: u32, top: u32, lines: &[&str]) -> String {
    (0..).zip(lines).map(|(i, words)| line(x, top - 14 * i, 10, words)).collect()
}

#[test]
fn a_page_in_two_columns() {
    let left = [
        "The talks about the harbour failed on",
        "Friday, two members of the council",
        "said, and nobody named a date for the",
        "next ones. The harbour stays shut un-",
        "til then, as it has been since May.",
        "A second paragraph begins here and it",
        "goes on in the other column with a",
    ];
    let right = [
        "sentence that ends there, as sentences",
        "do. Nobody knows why that is so, they",
        "said, and nobody asked about it either",
        "while the meeting lasted, which was not",
        "very long at all, as all of them said.",
        "It ends with a third short paragraph.",
        "Here it is, and that is all of it now.",
    ];
    let page = |number: u32, text: String| {
        format!(
            "{}{text}{}",
            line(50, 780, 8, "The Example Courier, 28 November 2025"),
            line(290, 20, 8, &number.to_string())
        )
    };
    let first = page(
        1,
        line(50, 740, 20, "Harbour talks fail after two days") + &column(50, 700, &left) + &column(320, 700, &right),
    );
    let second = page(
        2,
        column(
            50,
            740,
            &[
                "The second page goes on over the whole width of it, and nothing stands beside its lines at",
                "all, not even a pic\\256ture.",
            ],
        ),
    );
    let article = read_one("a.pdf", &pdf(&[first, second], ""));
    let text = article.text.as_str();
    assert!(
        text.starts_with(
            "Harbour talks fail after two days\nThe talks about the harbour failed on Friday, two members"
        ),
        "{text}"
    );
    assert!(text.contains("shut until then, as it has been since May."), "{text}");
    assert!(text.contains("in the other column with a sentence that ends there"), "{text}");
    assert!(
        !text.contains("Courier") && text.contains("width of it, and nothing stands beside its lines at all"),
        "{text}"
    );
    let meta = &article.metadata;
    assert_eq!((meta.title.as_str(), meta.author.as_str()), ("Harbour talks fail after two days", "Ana Ruiz"));
    assert_eq!((meta.accessed, meta.published), (Date::day(2025, 11, 29), None));
    assert_eq!(article.zones.first().map(|zone| zone.kind), Some(ZoneKind::Title));
    assert!(article.notices.iter().any(|notice| notice.contains("please look through")));
}

#[test]
fn hostile_documents_get_a_message() {
    let whole = pdf(&[column(50, 700, &["The talks failed on Friday.", "Nobody knows why."])], "");
    assert_eq!(read_one("a.pdf", &whole).text.as_str(), "The talks failed on Friday. Nobody knows why.");
    for cut in (0..whole.len()).step_by(97) {
        let _ = read_all("a.pdf", &whole[..cut]);
    }
    assert!(read_all("a.pdf", b"words").unwrap_err().contains("%PDF-"));
    assert!(read_all("a.pdf", &pdf(&[String::new()], "")).unwrap_err().contains("scanned"));
    // A drawing that draws itself, and a tree of pages that leads back.
    let drawing = "<< /Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 600 800] >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>".to_owned(),
        "<< /Length 53 >>\nstream\n/X Do BT /F1 10 Tf 50 700 Td (Words of it.) Tj ET    \nendstream".to_owned(),
        drawing.to_owned(),
        "<< >>".to_owned(),
    ];
    assert_eq!(read_one("a.pdf", &file(&objects)).text.as_str(), "Words of it.");
    objects[5] = drawing.replace("/Resources << /XObject << /X 6 0 R >> >> ", "");
    assert_eq!(read_one("a.pdf", &file(&objects)).text.as_str(), "Words of it.");
    objects[1] = "<< /Type /Pages /Kids [4 0 R] /Count 1 /Parent 2 0 R >>".to_owned();
    assert!(read_all("a.pdf", &file(&objects)).is_err());
}

#[test]
fn a_bomb_is_refused() {
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..220 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bytes = [b"%PDF-1.4\n1 0 obj << >>\nstream\n".as_slice(), &packed.finish().unwrap(), b"\nendstream\n"].concat();
    assert!(read_all("a.pdf", &bytes).unwrap_err().contains("more than"));
}
