//! The faces of the window: the interface's own, and the one that articles are read in.

use crate::session::ReadingFont;
use egui::epaint::text::FontTweak;
use egui::{Context, FontData, FontDefinitions, FontFamily};
use fontique::{Blob, Collection, CollectionOptions, FamilyInfo, FontStyle, FontWeight, FontWidth};
use skrifa::MetadataProvider as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, LazyLock};

/// What the face that comes with Byline is called.
pub const OWN: &str = "Libertinus Serif";
/// What the face of the interface is called.
pub const INTERFACE: &str = "Ubuntu";

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reading.otf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reading-bold.otf"));

/// Libertinus' small letters are 0.43 of its size, Ubuntu's 0.52; this brings both near to each other, so that a text
/// size means the same in either.
const OWN_SCALE: f32 = 1.16;

/// The family of running text.
static READING: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("reading".into()));
/// The family of titles and headings.
static READING_BOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("reading bold".into()));

/// How titles and headings get their weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The family has a bold face.
    Drawn,
    /// It has none: words are painted twice, a trace apart.
    Painted,
}

/// The families that articles are set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingFamilies {
    /// How titles and headings get their weight.
    pub weight: Weight,
    /// Other faces, other layout: a number for the names of the two faces; `None` for the interface's own.
    faces: Option<u64>,
}

impl ReadingFamilies {
    /// The families that the window has now: the interface's where [`install`] was not called for it.
    pub fn of(ctx: &Context) -> Self {
        ctx.fonts(|fonts| {
            let first = |family: &FontFamily| fonts.definitions().families.get(family)?.first();
            match (first(&READING), first(&READING_BOLD)) {
                (Some(text), Some(bold)) => {
                    let weight = if text == bold { Weight::Painted } else { Weight::Drawn };
                    let mut hasher = DefaultHasher::new();
                    (text, bold).hash(&mut hasher);
                    Self { weight, faces: Some(hasher.finish()) }
                }
                _ => Self { weight: Weight::Painted, faces: None },
            }
        })
    }

    /// The family of running text.
    pub fn text(self) -> FontFamily {
        self.faces.map_or(FontFamily::Proportional, |_| READING.clone())
    }

    /// The family of titles and headings.
    pub fn bold(self) -> FontFamily {
        self.faces.map_or(FontFamily::Proportional, |_| READING_BOLD.clone())
    }
}

/// A family of the system, ready to be drawn with.
#[derive(Clone, Debug)]
pub struct SystemFace {
    name: String,
    regular: Arc<FontData>,
    bold: Option<Arc<FontData>>,
}

/// Gives egui the faces of the interface and of the article. `face` is what [`load`] gave for a font of the system;
/// without it Byline's own stands in.
pub fn install(ctx: &Context, font: &ReadingFont, face: Option<&SystemFace>) {
    ctx.set_fonts(definitions(font, face));
}

fn definitions(font: &ReadingFont, face: Option<&SystemFace>) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let others = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let tweak = FontTweak { scale: OWN_SCALE, ..FontTweak::default() };
    let own = |bytes| Arc::new(FontData::from_static(bytes).tweak(tweak.clone()));
    let chosen = match (font, face) {
        (ReadingFont::Sans, _) => Vec::new(),
        (ReadingFont::System(_), Some(face)) => {
            let name = format!("system {}", face.name);
            let bold = face.bold.clone().map(|bold| (format!("{name} bold"), bold));
            vec![(name, Arc::clone(&face.regular))].into_iter().chain(bold).collect()
        }
        _ => vec![(OWN.to_owned(), own(REGULAR)), (format!("{OWN} Bold"), own(BOLD))],
    };
    let family = |name: Option<&(String, Arc<FontData>)>| -> Vec<String> {
        name.map(|(name, _)| name.clone()).into_iter().chain(others.iter().cloned()).collect()
    };
    fonts.families.insert(READING.clone(), family(chosen.first()));
    fonts.families.insert(READING_BOLD.clone(), family(chosen.last()));
    fonts.font_data.extend(chosen);
    fonts
}

/// The families of the system by name, in order. Takes long: for a worker.
pub fn system_families() -> Vec<String> {
    let mut collection = system();
    let mut names: Vec<String> = collection.family_names().map(str::to_owned).collect();
    names.sort_by_cached_key(|name| crate::text::fold(name));
    names.dedup();
    // Names that begin with a dot are the system's own and not meant for anybody.
    names.retain(|name| !name.starts_with('.'));
    names
}

/// Reads a family of the system. Takes long: for a worker.
///
/// # Errors
/// A sentence that says why the family cannot be drawn with.
pub fn load(name: &str) -> Result<SystemFace, String> {
    let family = system().family_by_name(name);
    let family = family.ok_or_else(|| format!("there is no font {name:?} on this computer"))?;
    let regular = read(&family, FontWeight::NORMAL).ok_or_else(|| format!("the font {name:?} cannot be read"))?;
    let bold = read(&family, FontWeight::BOLD).filter(|bold| *bold != regular);
    Ok(SystemFace { name: family.name().to_owned(), regular: Arc::new(regular), bold: bold.map(Arc::new) })
}

fn system() -> Collection {
    Collection::new(CollectionOptions { shared: false, system_fonts: true })
}

/// The upright face of a family that is nearest to a weight, where egui can draw with it.
fn read(family: &FamilyInfo, weight: FontWeight) -> Option<FontData> {
    let font = family.match_font(FontWidth::NORMAL, FontStyle::Normal, weight, false)?;
    let blob: Blob<u8> = font.load(None)?;
    let face = skrifa::FontRef::from_index(blob.as_ref(), font.index()).ok()?;
    // A face without letters would show every article as boxes.
    face.charmap().mappings().next()?;
    face.outline_glyphs().iter().next()?;
    let (data, _) = blob.into_raw_parts();
    Some(FontData::from_blob(data, font.index()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::FontId;

    fn shown(font: &ReadingFont, face: Option<&SystemFace>) -> Context {
        let ctx = Context::default();
        install(&ctx, font, face);
        ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        ctx
    }

    /// The face that running text is in.
    fn face(ctx: &Context) -> String {
        ctx.fonts(|fonts| fonts.definitions().families[&READING][0].clone())
    }

    #[test]
    fn articles_are_set_in_a_serif_with_a_bold() {
        let ctx = shown(&ReadingFont::Serif, None);
        let families = ReadingFamilies::of(&ctx);
        assert_eq!((face(&ctx), families.weight), (OWN.to_owned(), Weight::Drawn));
        let width = |family: &FontFamily| {
            let font = FontId::new(17.0, family.clone());
            ctx.fonts_mut(|fonts| {
                assert!(fonts.has_glyphs(&font, "“Guaidó’s” – fi Ω Ж ½ €"));
                fonts.layout_no_wrap("minister".to_owned(), font, egui::Color32::BLACK).size().x
            })
        };
        let (text, bold, sans) = (width(&families.text()), width(&families.bold()), width(&FontFamily::Proportional));
        assert!((text - bold).abs() > 1.0 && (text - sans).abs() > 1.0, "{text} {bold} {sans}");
    }

    #[test]
    fn the_interface_keeps_its_face_and_lends_it() {
        let plain = FontDefinitions::default();
        for font in [ReadingFont::Serif, ReadingFont::Sans, ReadingFont::System("gone".into())] {
            let fonts = definitions(&font, None);
            assert_eq!(fonts.families[&FontFamily::Proportional], plain.families[&FontFamily::Proportional]);
            assert!(fonts.families.values().flatten().all(|name| fonts.font_data.contains_key(name)));
        }
        let sans = ReadingFamilies::of(&shown(&ReadingFont::Sans, None));
        assert_eq!(sans.weight, Weight::Painted);
        assert_eq!(face(&shown(&ReadingFont::System("gone".into()), None)), OWN);
        let bare = Context::default();
        bare.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        assert_eq!(ReadingFamilies::of(&bare).text(), FontFamily::Proportional);
    }

    #[test]
    fn a_font_of_the_system_is_drawn_with() {
        let regular = Arc::new(FontData::from_static(BOLD));
        let fine = SystemFace { name: "Fine".into(), regular, bold: None };
        let ctx = shown(&ReadingFont::System("Fine".into()), Some(&fine));
        assert_eq!((face(&ctx).as_str(), ReadingFamilies::of(&ctx).weight), ("system Fine", Weight::Painted));
    }

    #[test]
    fn a_font_that_is_not_there_says_so() {
        let error = load("No Such Font, Ever").unwrap_err();
        assert!(error.contains("No Such Font, Ever"), "{error}");
    }

    #[test]
    fn whatever_the_system_has_is_read_or_refused() {
        let families = system_families();
        assert!(families.is_sorted_by_key(|name| crate::text::fold(name)));
        for name in families.iter().take(3) {
            match load(name) {
                Ok(face) => assert_eq!(face.name, *name),
                Err(error) => assert!(error.contains(name), "{error}"),
            }
        }
    }
}
