//! Ships lines in the background where there are threads, and at once where there are none.

#[cfg(not(target_family = "wasm"))]
pub use background::Worker;
#[cfg(target_family = "wasm")]
pub use inline::Worker;

#[cfg(not(target_family = "wasm"))]
mod background {
    use std::io;
    use std::sync::mpsc::{self, Sender};
    use std::thread::{self, JoinHandle};

    use crate::collector::Collector;
    use crate::spool::Spool;

    pub struct Worker {
        lines: Sender<String>,
        thread: JoinHandle<io::Result<()>>,
    }

    impl Worker {
        pub fn start(collector: &str, mut spool: Spool) -> io::Result<Self> {
            let mut collector = Collector::connect(collector)?;
            let (lines, incoming) = mpsc::channel::<String>();
            let thread = thread::spawn(move || {
                for line in incoming {
                    if collector.send(&line).is_err() {
                        spool.keep(&line)?;
                    }
                }
                collector.finish()
            });
            Ok(Worker { lines, thread })
        }

        pub fn send(&mut self, line: String) -> io::Result<()> {
            // The thread only ends before us after an error, which `finish` returns.
            let _ = self.lines.send(line);
            Ok(())
        }

        pub fn finish(self) -> io::Result<()> {
            drop(self.lines);
            self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        }
    }
}

#[cfg(target_family = "wasm")]
mod inline {
    use std::io;

    use crate::collector::Collector;
    use crate::spool::Spool;

    pub struct Worker {
        collector: Collector,
        spool: Spool,
    }

    impl Worker {
        pub fn start(collector: &str, spool: Spool) -> io::Result<Self> {
            Ok(Worker { collector: Collector::connect(collector)?, spool })
        }

        pub fn send(&mut self, line: String) -> io::Result<()> {
            if self.collector.send(&line).is_err() {
                self.spool.keep(&line)?;
            }
            Ok(())
        }

        pub fn finish(mut self) -> io::Result<()> {
            self.collector.finish()
        }
    }
}
