use crate::exchange::articles::testing::{read_all, read_one};
use crate::model::Date;

const MAIL: &str = "From: =?utf-8?q?The_Exampl=C3=A9?= <news@example.org>\r\nTo: desk@example.org\r\nSubject: =?utf-8?b?VGFsa3MgZmFpbCDwn5iA?=\r\n\
Date: Fri, 28 Nov 2025 23:30:00 -0500\r\nMessage-ID: <1@example.org>\r\nList-Unsubscribe: <mailto:off@example.org>\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe plain words.\r\n\
--b\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<h2>First</h2><table><tr><td><p>The caf=E9 talks=\r\n failed.</p><p>More.</p></td></tr></table><style>x</style>\r\n--b--\r\n";

#[test]
fn a_newsletter() {
    let article = read_one("a.eml", MAIL.as_bytes());
    assert_eq!(article.text.as_str(), "First\nThe café talks failed.\nMore.");
    let meta = &article.metadata;
    assert_eq!((meta.title.as_str(), meta.outlet.as_str(), meta.author.as_str()), ("Talks fail 😀", "The Examplé", ""));
    assert_eq!((meta.published, article.foreign_id.as_str()), (Date::day(2025, 11, 28), "1@example.org"));
}

#[test]
fn a_letter_in_plain_words() {
    let flowed = "From: Ana Ruiz <ana@example.org>\nSubject: Talks\nContent-Type: text/plain; format=flowed\n\nThe talks \nfailed on Monday.\nMore of it.\n";
    let article = read_one("a.eml", flowed.as_bytes());
    assert_eq!(
        (article.text.as_str(), article.metadata.author.as_str()),
        ("The talks failed on Monday.\nMore of it.", "Ana Ruiz")
    );
    let mails = format!(
        "From a@example.org Fri Nov 28 10:00:00 2025\n{flowed}\nFrom b@example.org Fri Nov 28 11:00:00 2025\nSubject: Two\n\nAnother text.\n"
    );
    let read = read_all("a.mbox", mails.as_bytes()).unwrap();
    assert_eq!(read.articles.iter().map(|e| e.entry.as_str()).collect::<Vec<_>>(), ["mail 1", "mail 2"]);
    assert_eq!(read.articles[1].article.text.as_str(), "Another text.");
}

#[test]
fn a_page_saved_as_one_file() {
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/talks\r\nSubject: Talks fail\r\nDate: Sat, 29 Nov 2025 10:00:00 -0000\r\n\
MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--x\"\r\n\r\n----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/talks\r\n\r\n\
<html><head><title>Talks fail</title><meta name=3Dauthor content=3D\"Ana Ruiz\"></head><body><p>The talks =E2=80=9Cfailed=E2=80=9D.</p></body></html>\r\n----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----x--\r\n";
    let article = read_one("a.mhtml", page.as_bytes());
    assert_eq!(article.text.as_str(), "Talks fail\nThe talks “failed”.");
    let meta = &article.metadata;
    assert_eq!((meta.url.as_str(), meta.author.as_str()), ("https://example.org/talks", "Ana Ruiz"));
    assert_eq!((meta.accessed, meta.published), (Date::day(2025, 11, 29), None));
}

#[test]
fn damaged_mails_get_a_message_or_their_good_part() {
    for cut in 0..MAIL.len() {
        let _ = read_all("a.eml", &MAIL.as_bytes()[..cut]);
    }
    assert!(read_all("a.eml", b"").is_err() && read_all("a.mhtml", b"\0\xff").is_err());
    assert!(read_all("a.mbox", b"Subject: x").unwrap_err().contains("From"));
    let nested = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000);
    let _ = read_all("a.eml", nested.as_bytes());
    let _ = read_all("a.eml", "Content-Type: message/rfc822\n\n".repeat(20_000).as_bytes());
}
