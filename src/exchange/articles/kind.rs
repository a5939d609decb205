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
}

impl ArticleFormat {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Text, Self::Markdown, Self::Html, Self::Docx];

    /// The kind of file that a name tells of.
    pub fn of(file_name: &str) -> Option<Self> {
        let base = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
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
        }
    }

    /// A file of so many bytes or more is refused.
    pub fn size_limit(self) -> usize {
        super::SIZE_LIMIT
    }
}
