//! Ships lines in the background, so that a slow collector does not stop the reading.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use crate::collector::Collector;
use crate::spool::Spool;

pub struct Worker {
    lines: Sender<String>,
    thread: JoinHandle<io::Result<()>>,
}

pub fn start(collector: String, mut spool: Spool) -> Worker {
    let (lines, incoming) = mpsc::channel::<String>();
    let thread = thread::spawn(move || {
        let mut collector = Collector::connect(&collector)?;
        for line in incoming {
            if collector.send(&line).is_err() {
                spool.keep(&line)?;
            }
        }
        collector.finish()
    });
    Worker { lines, thread }
}

impl Worker {
    pub fn send(&self, line: String) {
        // The thread only ends before us after an error, which `finish` returns.
        let _ = self.lines.send(line);
    }

    pub fn finish(self) -> io::Result<()> {
        drop(self.lines);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}
