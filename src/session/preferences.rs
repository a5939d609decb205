//! What a person prefers, kept apart from every project.

use crate::model::AnnotatorName;
use crate::review::SuggestionOrder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Appearance {
    /// As the system says.
    #[default]
    System,
    /// Dark words on a light page.
    Light,
    /// Light words on a dark page.
    Dark,
}

/// The face that articles are set in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingFont {
    /// The serif that comes with Byline.
    #[default]
    Serif,
    /// The face of the interface.
    Sans,
    /// A family of the system, by name; where it cannot be read, the serif.
    System(String),
}

/// How the last export was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastExport {
    /// The format's name.
    pub format: String,
    /// Settings of each format that differ from their defaults, by the format's name.
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
    /// The texts of articles were left out.
    pub no_text: bool,
    /// Annotators were numbered.
    pub anonymous: bool,
    /// The folder that it went into.
    pub folder: PathBuf,
}

/// Whether and how suggestions are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SuggestionPreferences {
    /// They are worked out and shown; off until asked for.
    pub on: bool,
    /// The suggesters that take part, by name.
    pub with: Vec<String>,
    /// Least score of what is shown, in hundredths.
    pub least: u8,
    /// In which order `g` goes through them.
    pub order: SuggestionOrder,
}

impl Default for SuggestionPreferences {
    fn default() -> Self {
        let mut with = ["rules", "model", "learned", "threads"].map(String::from).to_vec();
        // Sources without the deep model's weights make a program that does not ask for them.
        with.extend(cfg!(all(feature = "deep", deep_weights)).then(|| "deep".into()));
        Self { on: false, with, least: LEAST_SCORE, order: SuggestionOrder::default() }
    }
}

/// Least score of a suggestion that is shown at first, in hundredths: of all that reach it, about nine of ten are right.
const LEAST_SCORE: u8 = 70;

/// What a person prefers. Fields that are missing from the file take their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Who edits; asked once.
    pub annotator: String,
    /// Light or dark.
    pub appearance: Appearance,
    /// Size of the article's text, in points.
    pub text_size: f32,
    /// Width of a line of the article, in characters.
    pub line_width: f32,
    /// The face that articles are set in.
    pub reading_font: ReadingFont,
    /// Size of everything, 1 is 100 %.
    pub zoom: f32,
    /// Only the text is shown, without panels.
    pub focus_mode: bool,
    /// Keys that were bound otherwise: an action's name to a chord.
    pub keys: BTreeMap<String, String>,
    /// Projects opened last, the newest first.
    pub recent: Vec<PathBuf>,
    /// The article that was open when a project was closed, by the project's folder.
    pub left_at: BTreeMap<PathBuf, String>,
    /// How the last export was made.
    pub export: LastExport,
    /// Whether and how suggestions are shown.
    pub suggestions: SuggestionPreferences,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            annotator: String::new(),
            appearance: Appearance::System,
            text_size: 17.0,
            line_width: 68.0,
            reading_font: ReadingFont::Serif,
            zoom: 1.0,
            focus_mode: false,
            keys: BTreeMap::new(),
            recent: Vec::new(),
            left_at: BTreeMap::new(),
            export: LastExport::default(),
            suggestions: SuggestionPreferences::default(),
        }
    }
}

/// Largest file of preferences that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// Most projects that are remembered.
const MOST_RECENT: usize = 12;

impl Preferences {
    /// The folder of Byline's preferences: `BYLINE_CONFIG` where it is set, else where the system keeps such things.
    pub fn folder() -> Option<PathBuf> {
        use etcetera::BaseStrategy as _;
        if let Some(folder) = std::env::var_os("BYLINE_CONFIG").filter(|f| !f.is_empty()) {
            return Some(folder.into());
        }
        etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir().join("byline"))
    }

    /// Reads the preferences; a file that is missing or broken gives the defaults, with a message for the latter.
    pub fn load() -> (Self, Option<String>) {
        Self::folder().map_or_else(|| (Self::default(), None), |folder| Self::load_from(&folder))
    }

    /// Reads the preferences in a folder such as [`Preferences::folder`], as [`Preferences::load`] does.
    pub fn load_from(folder: &Path) -> (Self, Option<String>) {
        let path = folder.join("preferences.ron");
        let broken = |why: String| {
            let message = format!("preferences could not be read{why}; the defaults are used: {}", path.display());
            (Self::default(), Some(message))
        };
        let text = match crate::store::read_small_file(&path, LARGEST) {
            Ok(Some(bytes)) => String::from_utf8(bytes),
            Ok(None) => return (Self::default(), None),
            Err(why) => return broken(format!(": {why}")),
        };
        let Ok(text) = text else { return broken(": not UTF-8".to_owned()) };
        match ron::from_str(&text) {
            Ok(preferences) => (Self::checked(preferences), None),
            Err(error) => broken(format!(" at {}: {}", error.span, error.code)),
        }
    }

    /// Numbers that somebody wrote into the file by hand, brought back to what can be shown.
    fn checked(mut self) -> Self {
        let within = |value: f32, low: f32, high: f32, default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        let defaults = Self::default();
        self.text_size = within(self.text_size, 10.0, 40.0, defaults.text_size);
        self.line_width = within(self.line_width, 40.0, 120.0, defaults.line_width);
        self.zoom = within(self.zoom, 0.6, 3.0, defaults.zoom);
        self.suggestions.least = self.suggestions.least.min(100);
        self
    }

    /// Writes the preferences, whole, into a folder such as [`Preferences::folder`].
    ///
    /// # Errors
    /// What went wrong, with the path last.
    pub fn save(&self, folder: &Path) -> Result<(), String> {
        let pretty = ron::ser::PrettyConfig::new();
        let text =
            ron::ser::to_string_pretty(self, pretty).map_err(|e| format!("preferences could not be written: {e}"))?;
        crate::store::replace_file(folder, "preferences.ron", text.as_bytes()).map_err(|error| error.to_string())
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, folder: &Path) {
        self.recent.retain(|known| known != folder);
        self.recent.insert(0, folder.to_owned());
        self.recent.truncate(MOST_RECENT);
        self.left_at.retain(|known, _| self.recent.contains(known));
    }
}

/// The annotator for commands and the window: the one that was given, else the one in the preferences, else the
/// system's user name, else "me".
pub fn annotator_name(given: Option<&str>) -> AnnotatorName {
    let preferred = || Preferences::load().0.annotator;
    let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    let candidates: [&dyn Fn() -> String; 4] =
        [&|| given.unwrap_or_default().into(), &preferred, &user, &|| "me".into()];
    candidates.iter().find_map(|name| AnnotatorName::from_typed(&name())).unwrap_or_else(fallback)
}

fn fallback() -> AnnotatorName {
    // "me" is a name of the right form, so the list above always ends in one.
    AnnotatorName::from_typed("me").unwrap_or_else(fallback)
}

/// A new folder for a project that nobody has chosen a place for yet, beside the preferences; not made, only named.
///
/// # Errors
/// Where there are too many of them.
pub fn scratch_folder(config: &Path, name: &str) -> Result<PathBuf, String> {
    let base = config.join("scratch");
    let free = |n: &u32| !base.join(format!("{name} {n}")).exists();
    let number = (1..10_000).find(free).ok_or("there are 10,000 scratch projects; keep or delete some")?;
    Ok(base.join(format!("{name} {number}")))
}
