//! Working on many articles on all cores, in order and in bounded memory.

use std::io;
use std::thread;

/// Items that one thread works on before what it made is taken.
const BATCH: usize = 64;

/// Most threads: more of them only wait for the disk.
const MOST: usize = 4;

/// Works on each item and hands the results over in the order of the items. Few items are worked on by this thread.
///
/// # Errors
/// The first that `take` gives; then the rest is left.
pub(super) fn in_order<T: Sync, R: Send, E: From<io::Error>>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST);
    if items.len() <= BATCH || threads == 1 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    let work_on = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    for round in items.chunks(BATCH * threads) {
        let parts: Vec<thread::Result<Vec<R>>> = thread::scope(|scope| {
            let running: Vec<_> = round.chunks(BATCH).map(|part| scope.spawn(move || work_on(part))).collect();
            running.into_iter().map(thread::ScopedJoinHandle::join).collect()
        });
        for part in parts {
            let part = part
                .map_err(|_| io::Error::other("a record could not be worked on; please report this with the file"))?;
            part.into_iter().try_for_each(&mut take)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::ExportError;

    #[test]
    fn the_order_stays() {
        for count in [0, 5, 64, 65, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let take = |n| {
                taken.push(n);
                Ok::<_, ExportError>(())
            };
            in_order(&items, |n| n * 2, take).unwrap();
            assert_eq!(taken, items.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
        let mut left = 3;
        let stopped = in_order(
            &[0; 999],
            |n| *n,
            |_| {
                left -= 1;
                if left == 0 { Err(ExportError::Stopped) } else { Ok(()) }
            },
        );
        assert!(matches!(stopped, Err(ExportError::Stopped)) && left == 0);
    }
}
