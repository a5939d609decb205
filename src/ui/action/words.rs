//! Words and keys of actions that come in families.

use crate::text::Grain;
use crate::ui::Motion;

/// Words and default keys of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionInfo {
    /// The name under which preferences know it.
    pub name: String,
    /// What menus, buttons and the palette show.
    pub text: String,
    /// A sentence about it.
    pub tooltip: String,
    /// Default chords, as [`crate::ui::Chord`] reads them.
    pub keys: Vec<&'static str>,
    /// True where the key acts only while the reader has focus.
    pub reader_only: bool,
}

pub(super) fn info(name: String, text: &str, tooltip: &str, keys: &[&'static str], reader_only: bool) -> ActionInfo {
    ActionInfo { name, text: text.into(), tooltip: tooltip.into(), keys: keys.to_vec(), reader_only }
}

pub(super) fn extend_info(motion: Motion) -> ActionInfo {
    let key = match motion {
        Motion::Left => "Shift+Left",
        Motion::Right => "Shift+Right",
        Motion::Up => "Shift+Up",
        Motion::Down => "Shift+Down",
        Motion::WordLeft => "Ctrl+Shift+Left",
        Motion::WordRight => "Ctrl+Shift+Right",
        // Ctrl+Shift+Up and Down grow and shrink.
        Motion::SentenceUp => "Alt+Shift+Up",
        Motion::SentenceDown => "Alt+Shift+Down",
        Motion::ClauseLeft => "Alt+Shift+Left",
        Motion::ClauseRight => "Alt+Shift+Right",
        Motion::LineStart => "Shift+Home",
        Motion::LineEnd => "Shift+End",
        Motion::PageUp => "Shift+PageUp",
        Motion::PageDown => "Shift+PageDown",
        Motion::TextStart => "Ctrl+Shift+Home",
        Motion::TextEnd => "Ctrl+Shift+End",
    };
    info(
        format!("extend {motion:?}"),
        &format!("Extend: {}", motion.info().0.to_lowercase()),
        "Extend the selection",
        &[key],
        true,
    )
}

pub(super) fn grain_info(grain: Grain) -> ActionInfo {
    let (text, key) = match grain {
        Grain::Character => ("Select by character", "1"),
        Grain::Word => ("Select by word", "2"),
        Grain::Sentence => ("Select by sentence", "3"),
        Grain::Paragraph => ("Select by paragraph", "4"),
    };
    info(format!("grain {grain:?}"), text, "What a selection snaps to", &[key], true)
}
