use super::*;
use crate::model::{Id, LabelId, Place, RelationTypeId};
use crate::text::TextHash;
use proptest::prelude::*;

fn id(n: u64) -> AnnotationId {
    AnnotationId(Id::from_bits(n * 22))
}

fn annotation(n: u64, spans: &[(usize, usize)]) -> Arc<Annotation> {
    let spans = spans.iter().map(|(start, length)| TextSpan::of(*start, start + length)).collect();
    Arc::new(Annotation::new(id(n), LabelId::parse("claim").unwrap(), Place::At(spans)))
}

fn arrow(n: u64, from: u64, to: u64) -> Arc<Relation> {
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    let (foreign_id, extra) = (String::new(), BTreeMap::new());
    Arc::new(Relation { id: RelationId(Id::from_bits(n)), kind, from: id(from), to: id(to), foreign_id, extra })
}

/// Puts an annotation with this number at a place, or takes it away; draws an arrow from it to another.
type Edit = (u64, Option<(usize, usize)>, Option<u64>);

fn edited(layer: &Layer, (n, place, to): Edit) -> Layer {
    let mut next = layer.clone();
    match place {
        Some(place) => next.annotations.insert_mut(id(n), annotation(n, &[place])),
        None => {
            next.annotations.remove_mut(&id(n));
        }
    }
    match to {
        Some(to) => next.relations.insert_mut(RelationId(Id::from_bits(n)), arrow(n, n, to)),
        None => {
            next.relations.remove_mut(&RelationId(Id::from_bits(n)));
        }
    }
    next
}

proptest! {
    #[test]
    fn following_edits_is_as_good_as_a_new_index(
        edits in prop::collection::vec(
            (0_u64..12, prop::option::of((0_usize..80, 1_usize..30)), prop::option::of(0_u64..12)), 1..40),
        at in 0_usize..100,
    ) {
        let mut layer = Arc::new(Layer::new(TextHash::of("text")));
        let mut index = LayerIndex::new(Some(&layer));
        for edit in edits {
            layer = Arc::new(edited(&layer, edit));
            index.follow(Some(&layer), &[id(edit.0)], &[RelationId(Id::from_bits(edit.0))]);
            let fresh = LayerIndex::new(Some(&layer));
            prop_assert_eq!(&index.placed, &fresh.placed);
            prop_assert_eq!(&index.reach, &fresh.reach);
            prop_assert_eq!(&index.arrows, &fresh.arrows);
        }
        let order: Vec<_> = layer.in_text_order().into_iter().cloned().collect();
        prop_assert_eq!(index.placed(), order.as_slice());
        for (i, annotation) in order.iter().enumerate() {
            prop_assert_eq!(index.position(annotation), Some(i));
        }
        let span = TextSpan::of(at, at + 5);
        let plain: Vec<_> = order.iter().filter(|a| a.cover().unwrap().overlaps(span)).collect();
        prop_assert_eq!(index.overlapping(span).collect::<Vec<_>>(), plain);
        let here: Vec<_> = order.iter().filter(|a| a.cover().unwrap().touches(span.start())).collect();
        prop_assert_eq!(index.touching(span.start()).collect::<Vec<_>>(), here);
        let entangled = index.entangled(span);
        let inside = |a: &Annotation| entangled.iter().any(|other| other.id == a.id);
        for a in &order {
            prop_assert!(inside(a) || !a.cover().unwrap().overlaps(span));
            let overlaps = entangled.iter().any(|b| b.cover().unwrap().overlaps(a.cover().unwrap()));
            prop_assert!(inside(a) || !overlaps, "what overlaps one of them is one of them");
        }
    }
}

#[test]
fn one_without_a_place_is_kept_apart() {
    let lost = Arc::new(Annotation::new(id(3), LabelId::parse("claim").unwrap(), Place::Lost(Vec::new())));
    let mut layer = Layer::new(TextHash::of("text"));
    layer.annotations.insert_mut(lost.id, Arc::clone(&lost));
    let layer = Arc::new(layer);
    let mut index = LayerIndex::new(Some(&layer));
    assert_eq!((index.placed().len(), index.lost().len()), (0, 1));
    let found = Arc::new(edited(&layer, (3, Some((4, 2)), None)));
    index.follow(Some(&found), &[id(3)], &[]);
    assert_eq!((index.placed().len(), index.lost().len()), (1, 0));
    index.follow(None, &[id(3)], &[]);
    assert!(index.is_of(None) && index.placed().is_empty());
}
