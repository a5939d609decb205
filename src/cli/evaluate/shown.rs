//! Figures as a table and as JSON.

use super::Row;
use crate::suggest::evaluate::{CalibrationBin, LabelReport, Rate, Report, Tier};
use serde_json::{Map, Value, json};

/// A table of all rows, shares in per cent.
pub(super) fn table(rows: &[Row]) -> String {
    let percent = |share: f64| format!("{:5.1}", 100.0 * share);
    let three = |rate: Rate| [rate.precision(), rate.recall(), rate.f1()].map(percent).join(" ");
    let mut text = format!(
        "{:<14} {:<7} {:<17}  {:<17}  {:<17}  {:>5}  {}\n{:<22} {}\n",
        "suggesters",
        "label",
        "exact P    R   F1",
        "overlap P  R   F1",
        "token P    R   F1",
        "sure",
        "joined",
        "",
        "(sure: recall where 9 of 10 are right, by overlap; joined: claims of several fragments)"
    );
    for row in rows {
        for (label, report) in &row.report.labels {
            let sure = report.sure.map_or("    –".into(), |tier| percent(tier.recall));
            text.push_str(&format!(
                "{:<14} {:<7} {}  {}  {}  {sure}  {}/{}\n",
                row.name,
                label.as_str(),
                three(report.exact),
                three(report.overlap),
                three(report.token),
                report.joined.right,
                report.joined.gold,
            ));
        }
        let mut more = Vec::new();
        if row.report.attributed_to.gold > 0 {
            more.push(format!("attributed to {}", three(row.report.attributed_to)));
            more.push(format!("own spans linked {}", percent(row.report.linking.recall())));
        }
        let megabytes = row.model_bytes as f64 / 1e6;
        more.push(format!("{:.0} tokens a second, model {megabytes:.1} MB", row.tokens_per_second));
        text.push_str(&format!("{:<14} {}\n", "", more.join("; ")));
        text.push_str(&format!("{:<14} scores and shares right: {}\n", "", bins(&row.report)));
    }
    text
}

fn bins(report: &Report) -> String {
    let one = |bin: &CalibrationBin| format!("{:.2}→{:.2} ({})", bin.score, bin.right, bin.number);
    report.calibration.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn rate(rate: Rate) -> Value {
    json!({ "p": rounded(rate.precision()), "r": rounded(rate.recall()), "f1": rounded(rate.f1()) })
}

/// Four digits are more than any corpus here tells.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

fn tier(tier: Option<Tier>) -> Value {
    let of = |tier: Tier| {
        json!({
            "min_score": rounded(tier.min_score),
            "p": rounded(tier.precision),
            "r": rounded(tier.recall),
            "f1": rounded(tier.f1()),
        })
    };
    tier.map_or_else(|| json!({}), of)
}

fn label(report: &LabelReport) -> Value {
    json!({
        "exact": rate(report.exact),
        "iou50": rate(report.overlap),
        "token": rate(report.token),
        "joined": rate(report.joined),
        "best": tier(report.best),
        "sure": tier(report.sure),
    })
}

fn one(row: &Row) -> Map<String, Value> {
    let report = &row.report;
    let labels: Map<String, Value> = report.labels.iter().map(|(name, of)| (name.to_string(), label(of))).collect();
    let bin =
        |bin: &CalibrationBin| json!({ "score": rounded(bin.score), "right": rounded(bin.right), "n": bin.number });
    let mut value = Map::new();
    value.insert("labels".into(), labels.into());
    value.insert("attributed_to".into(), rate(report.attributed_to));
    value.insert("linking".into(), rounded(report.linking.recall()).into());
    value.insert("calibration".into(), report.calibration.iter().map(bin).collect());
    value.insert("tokens_per_second".into(), row.tokens_per_second.round().into());
    value.insert("model_bytes".into(), row.model_bytes.into());
    value
}

/// The figures of all suggesters together, and beside them those of each set, by name.
pub(super) fn json(first: &Row, others: &[Row]) -> Value {
    let mut value = one(first);
    let rest: Map<String, Value> = others.iter().map(|row| (row.name.clone(), one(row).into())).collect();
    value.insert("with".into(), first.name.clone().into());
    value.insert("others".into(), rest.into());
    value.into()
}
