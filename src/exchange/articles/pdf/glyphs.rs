//! The characters of a page with their places.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use std::sync::atomic::{AtomicBool, Ordering};

/// Most characters of a page.
const MOST: usize = 500_000;

/// A character, measured in points from the upper left of the page.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) x: f64,
    /// Where the line stands.
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) words: String,
}

/// A page with its characters in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
}

/// Takes characters from the library.
pub(super) struct Collector<'s> {
    pub(super) page: Page,
    top: f64,
    stop: &'s AtomicBool,
}

impl<'s> Collector<'s> {
    pub(super) fn new(stop: &'s AtomicBool) -> Self {
        Self { page: Page::default(), top: 0.0, stop }
    }
}

impl OutputDev for Collector<'_> {
    fn begin_page(
        &mut self,
        _number: u32,
        page: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.top = page.ury;
        self.page.height = page.ury - page.lly;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        words: &str,
    ) -> Result<(), OutputError> {
        if self.stop.load(Ordering::Relaxed) || self.page.glyphs.len() >= MOST {
            return Err(OutputError::IoError(std::io::Error::other("stopped")));
        }
        // Words that run up the margin are none of the text.
        let upright = place.m11.abs() > place.m12.abs() && place.m22 > 0.0;
        let size = font_size.abs() * place.m22.abs();
        let glyph = Glyph {
            x: place.m31,
            y: self.top - place.m32,
            width: width * font_size.abs() * place.m11.abs(),
            size,
            words: words.chars().flat_map(plain).collect(),
        };
        let is_finite = [glyph.x, glyph.y, glyph.width, glyph.size].iter().all(|n| n.is_finite() && n.abs() < 1e6);
        if upright && is_finite && size > 0.5 && !glyph.words.is_empty() {
            self.page.glyphs.push(glyph);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// A ligature as the letters that it stands for; what is no character goes.
fn plain(c: char) -> impl Iterator<Item = char> {
    let letters: &str = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => "",
    };
    let kept = (letters.is_empty() && c != '\0' && (!c.is_control() || c == '\t')).then_some(c);
    letters.chars().chain(kept)
}
