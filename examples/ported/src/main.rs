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
use worker::Worker;

fn main() -> ExitCode {
    let config = match Config::from_args(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(message) => {
            eprintln!("logship: {message}");
            return ExitCode::FAILURE;
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
    let mut worker = Worker::start(&config.collector, spool)?;
    let mut lines = 0;
    for path in &config.files {
        for line in Source::open(path)?.lines() {
            worker.send(printable(&line?))?;
            lines += 1;
        }
    }
    worker.finish()?;
    archive::compress_old_files(&config.spool)?;
    Ok(lines)
}

/// The line without the escape sequences that a terminal would obey.
fn printable(line: &str) -> String {
    line.chars().filter(|it| !it.is_control()).collect()
}
