//! How far the text scrolls so that a place comes into view.

/// Where a view should start so that a place in it is comfortable to read: unchanged where it is already, at a third of
/// the height where it is far away, else just far enough. All in points from the start of the page.
pub(super) fn comfortable(start: f64, height: f64, top: f64, bottom: f64) -> f64 {
    let line = bottom - top;
    let margin = (2.5 * line).min(height * 0.25);
    let (above, below) = (start + margin - top, bottom + margin - start - height);
    if above <= 0.0 && below <= 0.0 {
        start
    } else if above > height || below > height {
        top - height / 3.0
    } else if above > 0.0 {
        (start - above).max(0.0)
    } else {
        start + below
    }
}

#[cfg(test)]
mod tests {
    use super::comfortable;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn a_place_comes_into_view_with_room_around_it() {
        assert!(near(comfortable(100.0, 500.0, 300.0, 330.0), 100.0), "already comfortable");
        assert!(near(comfortable(100.0, 500.0, 590.0, 620.0), 195.0), "just far enough down");
        assert!(near(comfortable(400.0, 500.0, 410.0, 440.0), 335.0), "just far enough up");
        assert!(near(comfortable(0.0, 600.0, 9000.0, 9030.0), 8800.0), "far away, to a third of the height");
        assert!(near(comfortable(10.0, 500.0, 20.0, 50.0), 0.0), "never before the start");
    }
}
