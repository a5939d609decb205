//! Who edits: one Byline at a time for each annotator.
//!
//! Two things say that an annotator has the project open. A lock of the system on `journal/ANNOTATOR.lock` goes with its
//! process, also in a crash; it may not reach over a shared folder. A sign of life in `journal/ANNOTATOR.open` names the
//! machine and the process, and holds a number that grows with every beat; it reaches as far as files do. A sign of this
//! machine without the system's lock is left over from a crash. One of another machine counts for as long as it beats, as
//! whoever looks at it sees it: clocks of two machines are never compared.

mod tenure;

pub use tenure::Tenure;

use super::StoreError;
use super::folder::{Folder, make_folder};
use super::machine::{host, machine, short_hash};
use super::notation::read;
use super::records::{FORMAT, OpenRecord};
use crate::model::{AnnotatorName, Timestamp};
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Time between two beats.
const BEAT: Duration = Duration::from_secs(15);

/// How old the last look at one's own sign may be when a step is saved, in seconds of the clock on the wall: a machine
/// that slept has not beaten.
const MOST_UNSEEN: i64 = 20;

/// Looks without a new beat after which a sign counts as silent. Whoever looks every three seconds, as the window does,
/// waits five beats.
pub const LOOKS_UNTIL_SILENT: u32 = 25;

/// Tries of the system's lock: somebody who only looks whether it is free has it for a moment.
const TRIES: usize = 5;

/// Time between two tries, and between writing a sign and looking whether somebody wrote another.
const MOMENT: Duration = Duration::from_millis(20);

/// Bytes of a sign: it is written in place, by one write.
const SIGN_BYTES: usize = 512;

/// Who has a project open for an annotator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The machine's name; empty where it is not known.
    pub host: String,
    /// True where that is this machine.
    pub is_here: bool,
    /// The number of the process on it; 0 where it is not known.
    pub process: u32,
    /// Since when, by the clock of the folder's disk.
    pub since: Option<Timestamp>,
    token: String,
    beat: u64,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.is_here, self.host.as_str()) {
            (true, _) => f.write_str("in another window of this computer"),
            (false, "") => f.write_str("on another computer"),
            (false, host) => write!(f, "on another computer, {host}"),
        }
    }
}

/// Whether somebody has a project open for an annotator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has: it can be opened for editing.
    Free,
    /// Somebody has.
    Open(Holder),
    /// Somebody on another machine has opened it, and gave no sign of life for a long time: it can be taken over.
    Silent(Holder),
}

/// Looks at a lock again and again, and writes nothing.
#[derive(Debug)]
pub struct LockWatch {
    folder: Folder,
    annotator: AnnotatorName,
    last: Option<Holder>,
    /// Looks since the last beat.
    still: u32,
}

impl LockWatch {
    /// Begins to look.
    pub fn new(folder: &std::path::Path, annotator: &AnnotatorName) -> Self {
        Self { folder: Folder::new(folder), annotator: annotator.clone(), last: None, still: 0 }
    }

    /// Looks once. A sign counts as silent after [`LOOKS_UNTIL_SILENT`] looks without a beat.
    pub fn look(&mut self) -> Standing {
        let sign = read_sign(&self.folder, &self.annotator);
        let reach = try_once(&self.folder, &self.annotator);
        let Some(sign) = sign else {
            let is_held = matches!(reach, Reach::Held);
            return if is_held {
                Standing::Open(Holder { is_here: true, ..Holder::default() })
            } else {
                Standing::Free
            };
        };
        match reach {
            Reach::Held => return Standing::Open(sign),
            Reach::Ours(_) if sign.is_here => return Standing::Free,
            _ => {}
        }
        let beats = self.last.as_ref().is_none_or(|last| (&last.token, last.beat) != (&sign.token, sign.beat));
        self.still = if beats { 0 } else { self.still.saturating_add(1) };
        self.last = Some(sign.clone());
        if self.still >= LOOKS_UNTIL_SILENT { Standing::Silent(sign) } else { Standing::Open(sign) }
    }
}

/// Why a lock can't be had.
#[derive(Debug)]
pub(super) enum Refused {
    /// Somebody has it.
    Held(Holder),
    /// The folder can't be written, say.
    Because(String),
}

impl Refused {
    /// Who has it.
    pub(super) fn holder(self) -> Option<Holder> {
        match self {
            Self::Held(holder) => Some(holder),
            Self::Because(_) => None,
        }
    }

    /// In words, for the annotator.
    pub(super) fn words(&self, annotator: &AnnotatorName) -> String {
        match self {
            Self::Held(holder) => format!("{annotator} has it open {holder}"),
            Self::Because(why) => why.clone(),
        }
    }
}

/// The annotator's lock, held.
#[derive(Debug)]
pub(super) struct Lock {
    life: Arc<Life>,
    /// Ends the beats.
    stop: Option<Sender<std::convert::Infallible>>,
    beats: Option<std::thread::JoinHandle<()>>,
    /// When one's own sign was looked at last.
    seen: Option<Timestamp>,
    /// Whose sign was there, left by a Byline that ended without closing.
    pub(super) left: Option<Holder>,
    /// The system's lock; `None` where the folder's disk has none to give.
    _file: Option<File>,
}

/// How often this process has taken a lock.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// One's own sign of life.
#[derive(Debug)]
struct Life {
    path: PathBuf,
    record: Mutex<OpenRecord>,
    /// Who has taken over, where somebody has.
    lost: Mutex<Option<Holder>>,
}

/// Takes an annotator's lock. `silent` is one that was seen to be silent: it is taken over.
pub(super) fn take_lock(folder: &Folder, annotator: &AnnotatorName, silent: Option<&Holder>) -> Result<Lock, Refused> {
    let file = make_ready(folder, annotator).and_then(|()| system_lock(folder, annotator))?;
    let left = read_sign(folder, annotator);
    if let Some(sign) = &left {
        let is_silent = silent.is_some_and(|s| (&s.token, s.beat) == (&sign.token, sign.beat));
        // Whoever had it here would have the system's lock still.
        let is_left_over = sign.is_here && file.is_some();
        if !is_silent && !is_left_over {
            return Err(Refused::Held(sign.clone()));
        }
    }
    let path = folder.writable(&sign_name(annotator)).map_err(Refused::from)?;
    let life = Arc::new(Life { path, record: Mutex::default(), lost: Mutex::default() });
    life.begin().map_err(|error| Refused::Because(format!("it can't be written: {error}")))?;
    let is_alone = file.is_some() && left.as_ref().is_none_or(|sign| sign.is_here);
    if !is_alone {
        // Of two who take it over at the same time, the one who wrote last has it.
        std::thread::sleep(MOMENT * 10);
        if let Some(other) = life.other() {
            return Err(Refused::Held(other));
        }
    }
    let (stop, stopped) = channel::<std::convert::Infallible>();
    let beating = Arc::clone(&life);
    let beats = std::thread::Builder::new()
        .name("sign of life".into())
        .spawn(move || while stopped.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) && beating.beat() {});
    // Without a thread there is still the system's lock, and a look at every step.
    Ok(Lock { life, stop: Some(stop), beats: beats.ok(), seen: None, left, _file: file })
}

impl Lock {
    /// Looks at one's own sign, now and then, before a step is saved.
    ///
    /// # Errors
    /// Where somebody else has taken over, as while this machine slept.
    pub(super) fn is_ours(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let lost = self.life.lost.lock().map_or(None, |lost| lost.clone());
        if let Some(holder) = lost {
            return Err(StoreError::TakenOver(holder));
        }
        if self.seen.is_none_or(|seen| (now.seconds() - seen.seconds()).abs() > MOST_UNSEEN) {
            if let Some(holder) = self.life.other() {
                return Err(StoreError::TakenOver(holder));
            }
            self.seen = Some(now);
        }
        Ok(())
    }

    /// For whoever looks from another thread whether it is held still.
    pub(super) fn tenure(&self) -> Tenure {
        Tenure::of(&self.life)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(beats) = self.beats.take() {
            drop(beats.join());
        }
        if self.life.other().is_none() {
            // Before the system's lock goes, so that nobody takes it for a crash.
            drop(fs::remove_file(&self.life.path));
        }
    }
}

impl Life {
    /// Writes the first sign. Its time and its name come from the folder's own clock.
    fn begin(&self) -> std::io::Result<()> {
        let process = std::process::id();
        let mut record = OpenRecord {
            format: FORMAT,
            host: host(),
            machine: machine().to_owned(),
            process,
            ..OpenRecord::default()
        };
        self.write(&record)?;
        let written = fs::metadata(&self.path)?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        record.since = Timestamp::from_seconds(i64::try_from(written.as_secs()).unwrap_or(i64::MAX)).to_string();
        // Two windows of one process may open in the same moment of a coarse clock.
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let name = format!("{} {} {process} {} {number}", record.host, record.machine, written.as_nanos());
        record.token = short_hash(&name);
        self.write(&record)?;
        if let Ok(mut own) = self.record.lock() {
            *own = record;
        }
        Ok(())
    }

    /// One more beat; false where somebody else has taken over. A folder that is away for a while is written again when
    /// it is back.
    fn beat(&self) -> bool {
        if self.other().is_some() {
            return false;
        }
        if let Ok(mut record) = self.record.lock() {
            record.beat += 1;
            drop(self.write(&record));
        }
        true
    }

    /// In place, by one write: what is read is never half a sign.
    fn write(&self, record: &OpenRecord) -> std::io::Result<()> {
        let mut text = record.render();
        let padding = SIGN_BYTES.saturating_sub(text.len() + 1);
        text.extend(std::iter::repeat_n(' ', padding));
        text.push('\n');
        let mut file = File::options().create(true).truncate(false).write(true).open(&self.path)?;
        file.write_all(text.as_bytes())
    }

    /// Whose sign is there instead of one's own. One that is read while it is written can look like anybody's: it counts
    /// where it stays.
    fn other(&self) -> Option<Holder> {
        let own = self.record.lock().map_or_else(|_| String::new(), |record| record.token.clone());
        let look = || sign_at(&self.path).filter(|sign| sign.token != own);
        let seen = look()?;
        std::thread::sleep(MOMENT);
        let other = look().filter(|other| other.token == seen.token)?;
        if let Ok(mut lost) = self.lost.lock() {
            *lost = Some(other.clone());
        }
        Some(other)
    }
}

/// What the system says about its lock.
enum Reach {
    /// It can be had.
    Ours(File),
    /// Somebody has it.
    Held,
    /// It can't be asked for here.
    Unknown,
}

/// Tries the system's lock, where its file is there, and lets it go.
fn try_once(folder: &Folder, annotator: &AnnotatorName) -> Reach {
    let Ok(path) = folder.writable(&lock_name(annotator)) else { return Reach::Unknown };
    let open = File::options().read(true).append(true).open(&path).or_else(|_| File::open(&path));
    let Ok(file) = open else { return Reach::Unknown };
    match file.try_lock() {
        Ok(()) => Reach::Ours(file),
        Err(TryLockError::WouldBlock) => Reach::Held,
        Err(TryLockError::Error(_)) => Reach::Unknown,
    }
}

/// Makes the file of the system's lock.
fn make_ready(folder: &Folder, annotator: &AnnotatorName) -> Result<(), Refused> {
    let path = folder.writable(&lock_name(annotator)).map_err(Refused::from)?;
    path.parent().map_or(Ok(()), make_folder).map_err(Refused::from)?;
    let made = File::options().create(true).append(true).open(&path).map_err(StoreError::io("lock", path));
    made.map(drop).map_err(Refused::from)
}

/// The system's lock; `Ok(None)` where the folder's disk has none to give.
fn system_lock(folder: &Folder, annotator: &AnnotatorName) -> Result<Option<File>, Refused> {
    for _ in 0..TRIES {
        match try_once(folder, annotator) {
            Reach::Ours(file) => return Ok(Some(file)),
            Reach::Unknown => return Ok(None),
            Reach::Held => std::thread::sleep(MOMENT),
        }
    }
    let unknown = Holder { is_here: true, ..Holder::default() };
    Err(Refused::Held(read_sign(folder, annotator).unwrap_or(unknown)))
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Because(format!("it can't be written: {error}"))
    }
}

/// The file of the system's lock.
pub(super) fn lock_name(annotator: &AnnotatorName) -> String {
    format!("journal/{annotator}.lock")
}

/// The file of the sign of life.
pub(super) fn sign_name(annotator: &AnnotatorName) -> String {
    format!("journal/{annotator}.open")
}

fn read_sign(folder: &Folder, annotator: &AnnotatorName) -> Option<Holder> {
    sign_at(&folder.writable(&sign_name(annotator)).ok()?)
}

/// The sign in a file. One that can't be read is somebody's all the same: its bytes name it, and it never beats.
fn sign_at(path: &std::path::Path) -> Option<Holder> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(SIGN_BYTES as u64 * 2).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let Some(record) = text.strip_prefix(OpenRecord::NAME).and_then(|fields| read::<OpenRecord>(fields).ok()) else {
        return Some(Holder { token: short_hash(text), ..Holder::default() });
    };
    let record = record.0;
    Some(Holder {
        is_here: !record.machine.is_empty() && record.machine == machine(),
        host: record.host,
        process: record.process,
        since: Timestamp::parse(&record.since),
        token: record.token,
        beat: record.beat,
    })
}
