//! logship: sends the lines of log files to a collector over TCP.
//!
//! ```text
//! logship COLLECTOR FILE…
//! ```

mod archive;
mod collector;
mod config;
mod platform;
mod source;
mod spool;
mod worker;

use std::io;
use std::process::ExitCode;

use config::Config;
use source::Source;
use spool::Spool;

fn main() -> ExitCode {
    let config = match Config::from_args(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(message) => {
            eprintln!("logship: {message}");
            return ExitCode::from(2);
        }
    };
    match run(&config) {
        Ok(lines) => {
            println!("logship: {lines} lines from {}", platform::NAME);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("logship: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: &Config) -> io::Result<usize> {
    let spool = Spool::open(&config.spool)?;
    let worker = worker::start(config.collector.clone(), spool);
    let mut lines = 0;
    for path in &config.files {
        for line in Source::open(path)?.lines() {
            worker.send(platform::printable(line?));
            lines += 1;
        }
    }
    worker.finish()?;
    archive::compress_old_files(&config.spool)?;
    Ok(lines)
}
