//! Families of reprints and rewrites: set by hand, and found in the texts.

use super::{PlanContext, PlanError};
use crate::edit::{Draft, Transaction};
use crate::model::{ArticleId, Family, FamilyId, FamilyKind, IdMaker, Project, ProjectInfo};
use std::collections::BTreeSet;

/// Settings with this prefix and an article's id say that somebody took the article out of its reprints: it is not put
/// among them again unless by hand.
const APART: &str = "apart.";

/// True where somebody took the article out of its reprints.
fn is_apart(info: &ProjectInfo, article: ArticleId) -> bool {
    info.settings.contains_key(&format!("{APART}{article}"))
}

/// Makes a family of reprints or rewrites; articles leave other families of that kind.
///
/// # Errors
/// Refused with fewer than two articles.
pub fn put_family(
    cx: &mut PlanContext<'_>,
    kind: FamilyKind,
    articles: &BTreeSet<ArticleId>,
) -> Result<(Transaction, FamilyId), PlanError> {
    if articles.len() < 2 {
        return Err(PlanError::Refused("a family needs two articles; select another one".into()));
    }
    let mut draft = cx.draft();
    let id: FamilyId = cx.ids.make();
    let alone = take_out(&mut draft, kind, articles);
    draft.family(id, Some(Family { id, kind, articles: articles.clone() }));
    if kind == FamilyKind::Reprint {
        set_apart(&mut draft, articles, alone.difference(articles));
    }
    Ok((draft.finish(format!("mark as {}s", kind.name()), None), id))
}

/// Takes articles out of their families of a kind; where one article is left, the family goes. Reprints taken apart are
/// not put together again by themselves.
///
/// # Errors
/// Refused where none of them is in such a family.
pub fn leave_family(
    cx: &PlanContext<'_>,
    kind: FamilyKind,
    articles: &BTreeSet<ArticleId>,
) -> Result<Transaction, PlanError> {
    let mut draft = cx.draft();
    let alone = take_out(&mut draft, kind, articles);
    if alone.is_empty() {
        return Err(PlanError::Refused(format!("none of these articles is among {}s", kind.name())));
    }
    if kind == FamilyKind::Reprint {
        set_apart(&mut draft, &BTreeSet::new(), alone.iter());
    }
    Ok(draft.finish(format!("not {}s", kind.name()), None))
}

/// Adds the reprints that were found in the texts: articles that are in no family join the one that they share text with,
/// or make a new one. What was set by hand stays.
///
/// # Errors
/// Refused where that would change nothing.
pub fn add_reprints(cx: &mut PlanContext<'_>, found: &[BTreeSet<ArticleId>]) -> Result<Transaction, PlanError> {
    let known: Vec<&Family> = cx.project.families.values().map(|family| &**family).collect();
    let there = |group: &BTreeSet<ArticleId>| group.iter().all(|id| cx.project.articles.contains_key(id));
    let found: Vec<BTreeSet<ArticleId>> = found.iter().filter(|group| there(group)).cloned().collect();
    let families = settle_reprints(&known, &cx.project.info, &found, cx.ids);
    let mut draft = cx.draft();
    let what = match families.len() {
        0 => return Err(PlanError::Refused("no reprints were found that are not known already".into())),
        1 => "add a family of reprints".to_owned(),
        n => format!("add {n} families of reprints"),
    };
    for family in families {
        draft.family(family.id, Some(family));
    }
    Ok(draft.finish(what, None))
}

/// What groups of articles that share text do to the families that are known: the families that are new or larger. An
/// article that is in a family stays there, one that was taken out by hand stays out.
pub fn settle_reprints(
    known: &[&Family],
    info: &ProjectInfo,
    found: &[BTreeSet<ArticleId>],
    ids: &mut IdMaker,
) -> Vec<Family> {
    let reprints: Vec<&Family> = known.iter().copied().filter(|f| f.kind == FamilyKind::Reprint).collect();
    let mut settled = Vec::new();
    for group in found {
        let inside = |family: &Family| family.articles.intersection(group).count();
        let is_free = |id: &ArticleId| !is_apart(info, *id) && !reprints.iter().any(|f| f.articles.contains(id));
        let free: BTreeSet<ArticleId> = group.iter().copied().filter(is_free).collect();
        // Of several families that somebody made of one group, the one that has most of it; of equal ones the first.
        let home = reprints.iter().rev().max_by_key(|family| inside(family)).filter(|family| inside(family) > 0);
        match home {
            Some(home) if !free.is_empty() => {
                let articles = home.articles.union(&free).copied().collect();
                settled.push(Family { articles, ..(*home).clone() });
            }
            None if free.len() > 1 => {
                settled.push(Family { id: ids.make(), kind: FamilyKind::Reprint, articles: free });
            }
            _ => {}
        }
    }
    settled
}

/// Takes articles out of their families of a kind; gives those that are in none afterwards, the ones left over among them.
fn take_out(draft: &mut Draft, kind: FamilyKind, articles: &BTreeSet<ArticleId>) -> BTreeSet<ArticleId> {
    let families: Vec<_> = draft.project().families.values().cloned().collect();
    let mut alone = BTreeSet::new();
    for family in families.iter().filter(|f| f.kind == kind && !f.articles.is_disjoint(articles)) {
        alone.extend(family.articles.intersection(articles));
        let rest: BTreeSet<ArticleId> = family.articles.difference(articles).copied().collect();
        let stays = rest.len() > 1;
        if !stays {
            alone.extend(&rest);
        }
        draft.family(family.id, stays.then(|| Family { articles: rest, ..(**family).clone() }));
    }
    alone
}

/// A family that an import brings, with what its record has become since the files were read: only articles that are in no
/// family of the kind, and were not taken out by hand, join one that is there.
pub(super) fn joined(project: &Project, brought: Family) -> Family {
    let Some(known) = project.families.get(&brought.id) else { return brought };
    let families = project.families.values().filter(|family| family.kind == known.kind);
    let taken: BTreeSet<ArticleId> = families.flat_map(|family| family.articles.iter().copied()).collect();
    let free = brought.articles.iter().copied().filter(|id| !taken.contains(id) && !is_apart(&project.info, *id));
    Family { articles: known.articles.iter().copied().chain(free).collect(), ..(**known).clone() }
}

/// Forgets about articles that are removed.
pub(super) fn forget(draft: &mut Draft, articles: &[ArticleId]) {
    set_apart(draft, &articles.iter().copied().collect(), std::iter::empty());
}

/// Notes which articles stand apart from their reprints, and which do not any more.
fn set_apart<'a>(draft: &mut Draft, together: &BTreeSet<ArticleId>, apart: impl Iterator<Item = &'a ArticleId>) {
    let mut info = (*draft.project().info).clone();
    for id in together {
        info.settings.remove(&format!("{APART}{id}"));
    }
    for id in apart {
        info.settings.insert(format!("{APART}{id}"), "by hand".into());
    }
    draft.info(info);
}
