//! Named threads for whatever takes longer than a frame; what they find comes back as a message.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Wakes the window so that it takes in what a worker sent.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Where a worker sends its messages.
pub struct Reporter<T> {
    sender: Sender<T>,
    wake: Wake,
    stop: Arc<AtomicBool>,
}

impl<T> Reporter<T> {
    /// Sends a message and wakes the window. A window that is gone hears nothing, which is all right.
    pub fn send(&self, message: T) {
        drop(self.sender.send(message));
        (self.wake)();
    }

    /// Set when the work should stop; what is done so far stays.
    pub fn stop(&self) -> &Arc<AtomicBool> {
        &self.stop
    }
}

/// Starts workers and takes in their messages.
pub struct Workers<T> {
    sender: Sender<T>,
    receiver: Receiver<T>,
    wake: Wake,
    stop: Arc<AtomicBool>,
    running: Arc<AtomicUsize>,
}

impl<T> fmt::Debug for Workers<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").field("running", &self.running).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Workers<T> {
    /// No worker yet; each message wakes the window by `wake`.
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, wake, stop: Arc::default(), running: Arc::default() }
    }

    /// Starts a worker.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn spawn(&mut self, name: &str, job: impl FnOnce(&Reporter<T>) + Send + 'static) -> std::io::Result<()> {
        let reporter =
            Reporter { sender: self.sender.clone(), wake: Arc::clone(&self.wake), stop: Arc::clone(&self.stop) };
        let running = Arc::clone(&self.running);
        running.fetch_add(1, Ordering::SeqCst);
        let spawned = std::thread::Builder::new().name(name.into()).spawn(move || {
            let _guard = Running(running);
            job(&reporter);
        });
        spawned.map(drop)
    }

    /// Asks everything that runs to stop; what starts later is not meant.
    pub fn stop(&mut self) {
        std::mem::take(&mut self.stop).store(true, Ordering::SeqCst);
    }

    /// Workers that run now.
    pub fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }

    /// A message that arrived, without waiting.
    pub fn receive(&self) -> Option<T> {
        self.receiver.try_recv().ok()
    }
}

/// Counts a worker down when it ends, also by a panic.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
