//! Working on many articles on all cores, in order and in bounded memory.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Articles that one thread works on before what it made is taken.
const BATCH: usize = 64;

/// What is said where the work itself is at fault.
const FAULT: &str = "a record could not be worked on; please report this with the file";

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
    let work_on = |batch: &[T]| batch.iter().map(&work).collect::<Vec<R>>();
    in_turn(items.chunks(BATCH), work_on, |made| made.into_iter().try_for_each(&mut take))
}

/// Works on each job on all cores, while this thread fetches the jobs and takes what was made of them, in their order.
/// Twice as many jobs as threads are under way at most; a single one is worked on by this thread.
///
/// # Errors
/// The first that `take` gives; then no further job is begun.
pub(super) fn in_turn<J: Send, M: Send, E: From<io::Error>>(
    jobs: impl IntoIterator<Item = J>,
    work: impl Fn(J) -> M + Sync,
    mut take: impl FnMut(M) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST);
    let mut jobs = jobs.into_iter();
    let first: Vec<J> = jobs.by_ref().take(2 * threads).collect();
    if first.len() < 2 || threads == 1 {
        return first.into_iter().chain(jobs).try_for_each(|job| take(work(job)));
    }
    let (give, given) = mpsc::channel::<(usize, J)>();
    let (made_by, made) = mpsc::channel::<(usize, thread::Result<M>)>();
    let given = Mutex::new(given);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (made_by, given, work) = (made_by.clone(), &given, &work);
            scope.spawn(move || {
                let next = || given.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((number, job)) = next() {
                    let made = catch_unwind(AssertUnwindSafe(|| work(job)));
                    if made_by.send((number, made)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(made_by);
        // Once this end of the channel goes, on whatever way out, the threads end.
        let give = give;
        let mut begun = 0;
        let mut begin = |job: J| {
            begun += usize::from(give.send((begun, job)).is_ok());
            begun
        };
        let mut last = first.into_iter().map(&mut begin).last().unwrap_or_default();
        let (mut waiting, mut taken) = (BTreeMap::new(), 0);
        while taken < last {
            let (number, result) = made.recv().map_err(io::Error::other)?;
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&taken) {
                taken += 1;
                if let Some(job) = jobs.next() {
                    last = begin(job);
                }
                take(result.map_err(|_| io::Error::other(FAULT))?)?;
            }
        }
        Ok(())
    })
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

    #[test]
    fn jobs_are_fetched_as_they_are_taken() {
        let (mut fetched, mut most) = (std::cell::Cell::new(0_usize), 0);
        let jobs = (0..500_usize).inspect(|_| fetched.set(fetched.get() + 1));
        let mut taken = 0;
        in_turn(
            jobs,
            |n| n,
            |n| {
                assert_eq!(n, taken);
                taken += 1;
                most = most.max(fetched.get() - taken);
                Ok::<_, io::Error>(())
            },
        )
        .unwrap();
        assert_eq!((taken, *fetched.get_mut()), (500, 500));
        assert!(most <= 2 * MOST, "{most} jobs were under way");
    }

    #[test]
    fn a_fault_in_the_work_is_an_error() {
        let faulty = |n: &usize| assert!(*n != 700, "made to fail");
        let items: Vec<usize> = (0..1000).collect();
        let mut taken = 0;
        let result = in_order(&items, faulty, |()| {
            taken += 1;
            Ok::<_, io::Error>(())
        });
        assert!(result.is_err_and(|error| error.to_string() == FAULT) && taken == 640);
    }
}
