use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{AnnotationId, LabelId, LinkStance, RelationTypeId};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::pages::ReviewFound;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, AttributionPage)>;

fn annotate(stage: &mut Stage, title: &str, label: &str, words: &str) -> AnnotationId {
    let article = stage.article(title);
    let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
    let (label, spans) = (LabelId::parse(label).unwrap(), vec![TextSpan::of(start, start + words.len())]);
    stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    let key = stage.session.key(article);
    let layer = stage.session.project().layer(&key).unwrap();
    layer.annotations.values().find(|a| a.fragments()[0].start().get() == start).unwrap().id
}

/// A claim credited to the mayor, one without a source, and a source of nothing.
fn stage() -> Stage {
    let mut stage = Stage::harbour();
    let claim = annotate(&mut stage, "Harbour to close", "claim", "The harbour will close");
    let mayor = annotate(&mut stage, "Harbour to close", "source", "The mayor");
    annotate(&mut stage, "Boats stay", "claim", "A harbour needs boats");
    annotate(&mut stage, "Élan at the docks", "source", "Workers");
    let article = stage.article("Harbour to close");
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    stage.session.edit(EditRequest::Relate { article, kind, pairs: vec![(claim, mayor)] }).unwrap();
    let mentions = vec![MentionOf::Annotation(article, claim)];
    let to = LinkTo::New { label: LabelId::parse("claim").unwrap(), title: "The harbour closes".into() };
    stage.session.edit(EditRequest::LinkMentions { mentions, to, stance: LinkStance::For }).unwrap();
    stage
}

fn window(stage: Stage) -> Window {
    answered(stage, AttributionPage::default(), AttributionPage::show, |page, answer, _| match answer {
        Answer::Reviewed(ReviewFound::Attribution(answer)) => page.arrived(answer),
        _ => panic!("not asked for"),
    })
}

#[test]
fn a_claim_opens_on_whose_word_it_is() {
    let mut window = window(stage());
    window.get_by_label("The harbour closes, at least 1, 0 named, 1 outlet").click();
    settle(&mut window);
    window.get_by_label("At least 1 independent source, none known by name");
    window.get_by_label("The claim falls without it");
    window.get_by_label("1 quote").click();
    settle(&mut window);
    window.get_by_label("Open “The harbour will close”").click();
    let messages = settle(&mut window);
    assert!(matches!(messages[..], [Message::GoTo(_), Message::Pick(_)]), "{messages:?}");
}

#[test]
fn what_is_missing_opens_its_quote() {
    let mut window = window(stage());
    window.get_by_label("Claims without a source").click();
    settle(&mut window);
    window.get_by_label("A harbour needs boats, voice not set, The Courier, 2025-12-01").click();
    assert!(matches!(settle(&mut window)[..], [Message::GoTo(_), Message::Pick(_)]));
    window.get_by_label("Sources without a claim").click();
    settle(&mut window);
    window.get_by_label("Workers, Evening Post, 2025-11-27");
    window.get_by_label("Asked for comment").click();
    settle(&mut window);
    window.get_by_label("Nobody is said to have been asked for comment");
}
