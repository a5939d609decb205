//! The thread that looks at what others do in the project's folder, every few seconds; it writes nothing.

use super::Wake;
use crate::model::{Article, ArticleId, Map};
use crate::store::{Follower, Holder, LockWatch, News, Standing, Tenure};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(3);

/// The project's articles, as they are now.
type Articles = Map<ArticleId, Arc<Article>>;

/// Asks for a look now.
struct Look;

/// What was seen.
#[derive(Debug)]
pub(super) enum Seen {
    /// Others have changed their coding.
    News(Box<News>),
    /// Whether the one who has the project open is still there.
    Standing(Standing),
    /// Somebody else has taken over what was open for editing here.
    TakenOver(Holder),
}

/// The session's end of the thread.
pub(super) struct Neighbours {
    look: Sender<Look>,
    seen: Receiver<Seen>,
    articles: Arc<Mutex<Articles>>,
}

impl std::fmt::Debug for Neighbours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Neighbours")
    }
}

impl Neighbours {
    /// Starts the thread; it ends when this end is gone. `watch` looks at a lock that somebody else holds: from the
    /// beginning, or once the `tenure` of this session is over.
    ///
    /// # Errors
    /// Where the system gives none.
    pub(super) fn start(
        follower: Follower,
        tenure: Option<Tenure>,
        watch: Option<LockWatch>,
        articles: Articles,
        wake: Wake,
    ) -> std::io::Result<Self> {
        let (look, looks) = channel();
        let (tell, seen) = channel();
        let articles = Arc::new(Mutex::new(articles));
        let current = Arc::clone(&articles);
        std::thread::Builder::new().name("neighbours".into()).spawn(move || {
            Round { follower, tenure, watch, standing: None, articles: current, tell, wake }.run(&looks);
        })?;
        Ok(Self { look, seen, articles })
    }

    /// Has the folder looked at now.
    pub(super) fn look(&self) {
        // A thread that is gone has nothing to tell.
        drop(self.look.send(Look));
    }

    pub(super) fn receive(&self) -> Option<Seen> {
        self.seen.try_recv().ok()
    }

    /// Tells which articles there are now.
    pub(super) fn know(&self, articles: &Articles) {
        if let Ok(mut known) = self.articles.lock() {
            known.clone_from(articles);
        }
    }
}

struct Round {
    follower: Follower,
    tenure: Option<Tenure>,
    watch: Option<LockWatch>,
    standing: Option<Standing>,
    articles: Arc<Mutex<Articles>>,
    tell: Sender<Seen>,
    wake: Wake,
}

impl Round {
    fn run(mut self, looks: &Receiver<Look>) {
        while !matches!(looks.recv_timeout(LOOK), Err(RecvTimeoutError::Disconnected)) {
            let Ok(articles) = self.articles.lock().map(|articles| articles.clone()) else { return };
            let news = self.follower.look(&articles);
            if !news.is_empty() {
                self.say(Seen::News(Box::new(news)));
            }
            if let Some(tenure) = &self.tenure {
                let Some(holder) = tenure.taken_by() else { continue };
                self.tenure = None;
                self.standing = Some(Standing::Open(holder.clone()));
                self.say(Seen::TakenOver(holder));
            }
            let standing = self.watch.as_mut().map(LockWatch::look);
            if let Some(now) = standing.filter(|now| self.standing.as_ref().is_none_or(|was| !is_same(was, now))) {
                self.standing = Some(now.clone());
                self.say(Seen::Standing(now));
            }
        }
    }

    fn say(&self, seen: Seen) {
        drop(self.tell.send(seen));
        (self.wake)();
    }
}

/// A beat more is no news; a sign that fell silent is one, and it may only be taken over as it was seen then.
fn is_same(was: &Standing, now: &Standing) -> bool {
    match (was, now) {
        (Standing::Open(was), Standing::Open(now)) => was.to_string() == now.to_string() && was.process == now.process,
        _ => was == now,
    }
}
