use super::*;
use crate::review::scene::Scene;
use proptest::prelude::*;

fn shown(sides: &Sides) -> Vec<Vec<Option<usize>>> {
    sides.rows.clone()
}

#[test]
fn shared_claims_come_before_shared_words() {
    let mut scene = Scene::new();
    let first = "The crane stays on the quay.\nScrap dealers bid for steel.\nNobody was asked about the harbour tower.";
    let second =
        "Weather was fine.\nScrap dealers bid again for steel.\nOfficials leave everything in place until spring.";
    let (a, b) = (scene.article(first, "A", ""), scene.article(second, "B", ""));
    let claim = scene.thread("claim", "It stays");
    scene.mention(a, "claim", "crane stays", Some(claim));
    let sides_now = |scene: &Scene| sides(&scene.project, &[a, b], &Coding::All, &scene.threads(), 0);
    let by_words = sides_now(&scene);
    assert_eq!(
        shown(&by_words),
        [vec![Some(0), None], vec![None, Some(0)], vec![Some(1), Some(1)], vec![Some(2), None], vec![None, Some(2)]]
    );
    let alone = |s: &Sides, column: usize| s.columns[column].iter().map(|p| p.like.is_none()).collect::<Vec<_>>();
    assert_eq!((alone(&by_words, 0), alone(&by_words, 1)), (vec![true, false, true], vec![true, false, true]));
    scene.mention(b, "claim", "everything in place", Some(claim));
    let by_claim = sides_now(&scene);
    let row = by_claim.rows.iter().find(|row| row[0] == Some(0)).unwrap();
    assert_eq!(row[1], Some(2), "the claim outweighs the words");
    assert_eq!(by_claim.columns[0][1].like.map(|m| (m.column, m.paragraph)), Some((1, 1)), "told in another order");
    assert_eq!(alone(&by_claim, 1), [true, false, false]);
}

#[test]
fn a_long_article_comes_part_by_part() {
    let mut scene = Scene::new();
    let line = |at: usize| format!("Crane number {at} stays on quay number {at}.");
    let long = (0..PART + 3).map(line).collect::<Vec<_>>().join("\n");
    let (a, b) = (scene.article(&long, "A", ""), scene.article(&line(PART + 1), "B", ""));
    let of = |part| sides(&scene.project, &[a, b], &Coding::All, &scene.threads(), part);
    let (first, second) = (of(0), of(1));
    assert_eq!((first.parts(), first.paragraphs.clone()), (2, vec![PART + 3, 1]));
    assert_eq!((first.columns[0].len(), first.columns[1].len()), (PART, 1));
    assert_eq!((second.columns[0].len(), second.columns[1].len(), second.rows.len()), (3, 0, 3));
}

proptest! {
    #[test]
    fn every_paragraph_stands_in_one_row_in_its_order(
        texts in proptest::collection::vec(proptest::collection::vec("[abc]{4} [abcd]{4} [ab]{4}", 0..6), 1..5),
    ) {
        let mut scene = Scene::new();
        let articles: Vec<ArticleId> = texts.iter().map(|text| scene.article(&text.join("\n"), "", "")).collect();
        let found = sides(&scene.project, &articles, &Coding::All, &scene.threads(), 0);
        prop_assert!(found.rows.iter().all(|row| row.len() == texts.len() && row.iter().any(Option::is_some)));
        for (column, text) in texts.iter().enumerate() {
            let there: Vec<usize> = found.rows.iter().filter_map(|row| row[column]).collect();
            prop_assert_eq!(there, (0..text.len()).collect::<Vec<_>>());
        }
        for row in &found.rows {
            let cells: Vec<(usize, usize)> = row.iter().enumerate().filter_map(|(c, p)| Some((c, (*p)?))).collect();
            let tied = |(c, p): &(usize, usize)| found.columns[*c][*p].like.is_some();
            prop_assert!(cells.len() < 2 || cells.iter().all(tied), "nothing stands beside what it does not resemble");
        }
    }
}
