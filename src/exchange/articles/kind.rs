//! The kinds of files that hold articles.

/// The kinds of files that hold one or more articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleFormat {
    /// Plain text: `.txt`, `.text`, or no ending at all.
    Text,
    /// Markdown: `.md`, `.markdown`.
    Markdown,
    /// A web page: `.html`, `.htm`, `.xhtml`.
    Html,
    /// A document of Word: `.docx`.
    Docx,
    /// A document of `OpenDocument`: `.odt`.
    Odt,
    /// A web page saved as one file: `.mhtml`, `.mht`.
    Mhtml,
    /// A mail or newsletter: `.eml`.
    Mail,
    /// Rich text: `.rtf`.
    Rtf,
    /// A book or magazine: `.epub`.
    Epub,
    /// A web archive: `.warc`, `.warc.gz`.
    Warc,
    /// A package of files with articles: `.zip`.
    Zip,
    /// A document of pages: `.pdf`.
    Pdf,
    /// A box of mails: `.mbox`.
    MailBox,
    /// RSS or Atom: `.rss`, `.atom`; JSON Feed.
    Feed,
    /// A row an article: CSV, TSV, JSON, JSON lines, Parquet.
    Table,
}

impl ArticleFormat {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Docx,
        Self::Odt,
        Self::Mhtml,
        Self::Mail,
        Self::MailBox,
        Self::Feed,
        Self::Table,
        Self::Rtf,
        Self::Epub,
        Self::Warc,
        Self::Zip,
        Self::Pdf,
    ];

    /// The kind of file that a name tells of.
    pub fn of(file_name: &str) -> Option<Self> {
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        if base.to_ascii_lowercase().ends_with(".warc.gz") {
            return Some(Self::Warc);
        }
        base.rsplit_once('.').map_or(Some(Self::Text), |(_, ending)| Self::of_ending(ending))
    }

    /// The kind of file that an ending (without its point) tells of for certain.
    pub(super) fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// The endings of its files' names, where they are of no other kind; without the point.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt", "text"],
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Docx => &["docx"],
            Self::Odt => &["odt"],
            Self::Mhtml => &["mhtml", "mht"],
            Self::Mail => &["eml"],
            Self::MailBox => &["mbox"],
            Self::Feed => &["rss", "atom"],
            Self::Rtf => &["rtf"],
            Self::Epub => &["epub"],
            Self::Warc => &["warc", "warc.gz"],
            Self::Zip => &["zip"],
            Self::Pdf => &["pdf"],
            Self::Table => &["parquet"],
        }
    }

    /// A file of so many bytes or more is refused: 50 MB, and ten times that where it may hold many articles.
    pub fn size_limit(self) -> usize {
        match self {
            Self::Table | Self::MailBox | Self::Warc | Self::Zip | Self::Epub => 10 * super::SIZE_LIMIT,
            _ => super::SIZE_LIMIT,
        }
    }
}
