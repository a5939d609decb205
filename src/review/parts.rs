//! Working on many items on all cores.

/// Items of which a part has at least so many: fewer are sooner done than a thread is begun.
const FEWEST: usize = 200;

/// Most parts: what is worked on here waits for memory more than for a core.
const MOST: usize = 8;

/// Works on runs of items, each on a core of its own, and gives what was made of them in the items' order.
pub(super) fn in_parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MOST);
    let parts = cores.min(items.len() / FEWEST).max(1);
    let mut runs = items.chunks(items.len().div_ceil(parts).max(1));
    let first = runs.next().unwrap_or_default();
    let work = &work;
    std::thread::scope(|scope| {
        let begin = |run| {
            let thread = std::thread::Builder::new().name("review".into());
            // Without a second thread this one does it all.
            thread.spawn_scoped(scope, move || work(run)).map_err(|_| run)
        };
        let begun: Vec<_> = runs.map(begin).collect();
        let mut made = vec![work(first)];
        made.extend(begun.into_iter().map(|run| match run {
            Ok(thread) => thread.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault)),
            Err(run) => work(run),
        }));
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_and_nothing_is_left_out() {
        for count in [0, 1, FEWEST, 5 * FEWEST + 3] {
            let items: Vec<usize> = (0..count).collect();
            let made = in_parts(&items, <[usize]>::to_vec);
            assert_eq!(made.concat(), items);
        }
    }
}
