use crate::model::{
    AnnotatorName, Article, ArticleId, IdMaker, LabelId, LayerIndex, Metadata, Project, RelationTypeId, Revision,
    default_codebook,
};
use crate::review::progress;
use crate::session::{EditRequest, Session};
use crate::text::{Text, TextSpan};
use std::sync::Arc;

fn session(text: &str) -> (Session, ArticleId) {
    let mut ids = IdMaker::new(1);
    let id: ArticleId = ids.make();
    let article = Article {
        id,
        foreign_id: String::new(),
        metadata: Metadata::default(),
        attributes: Default::default(),
        stories: Default::default(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file: "articles/a.txt".into(), since: None },
        extra: Default::default(),
    };
    let mut project = Project::new(ids.make(), "Test", default_codebook());
    project.articles.insert_mut(id, Arc::new(article));
    (Session::in_memory(project, AnnotatorName::parse("ana").unwrap(), ids), id)
}

/// What is kept is what would be made anew.
#[track_caller]
fn agrees(session: &Session, article: ArticleId) {
    let key = session.key(article);
    let (kept, fresh) = (session.index(&key), LayerIndex::new(session.project().layer(&key)));
    assert!(kept.is_of(session.project().layer(&key)));
    assert_eq!(kept.placed(), fresh.placed());
    for annotation in fresh.placed() {
        assert_eq!(kept.relations_of(annotation.id), fresh.relations_of(annotation.id));
    }
    assert_eq!(session.progress(article), progress(session.project(), &key));
}

#[test]
fn edits_undo_and_redo_are_taken_in() {
    let (mut session, article) = session("The minister said prices fall.\nNobody asked.\nThe end.\n");
    agrees(&session, article);
    let label = |name| LabelId::parse(name).unwrap();
    let annotate =
        |from, to, name| EditRequest::Annotate { article, label: label(name), spans: vec![TextSpan::of(from, to)] };
    let source = session.edit(annotate(0, 12, "source")).unwrap().unwrap();
    agrees(&session, article);
    let claim = session.edit(annotate(18, 29, "claim")).unwrap().unwrap();
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    session.edit(EditRequest::Relate { article, kind, pairs: vec![(claim, source)] }).unwrap();
    agrees(&session, article);
    let paragraphs = session.project().article(article).unwrap().text().paragraphs().to_vec();
    session.edit(EditRequest::MarkRead { article, paragraphs: paragraphs.clone() }).unwrap();
    agrees(&session, article);
    session.edit(EditRequest::UnmarkRead { article, paragraphs: vec![paragraphs[1]] }).unwrap();
    agrees(&session, article);
    session.edit(EditRequest::Finish { article }).unwrap();
    agrees(&session, article);
    session.edit(EditRequest::DeleteAnnotations { article, ids: vec![claim] }).unwrap();
    agrees(&session, article);
    for _ in 0..7 {
        session.undo().unwrap();
        agrees(&session, article);
    }
    assert!(session.index(&session.key(article)).placed().is_empty());
    for _ in 0..7 {
        session.redo().unwrap();
        agrees(&session, article);
    }
}
