//! Compresses spool files with gzip, several at a time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, SystemTime};

const OLD: Duration = Duration::from_secs(24 * 60 * 60);

pub fn compress_old_files(folder: &Path) -> io::Result<()> {
    let at_once = thread::available_parallelism()?.get();
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let age = SystemTime::now().duration_since(entry.metadata()?.modified()?);
        if entry.path().extension().is_some_and(|it| it == "spool") && age.is_ok_and(|it| it > OLD) {
            old.push(entry.path());
        }
    }
    for files in old.chunks(at_once) {
        compress(files)?;
    }
    Ok(())
}

#[cfg(any(unix, wasi))]
fn compress(files: &[PathBuf]) -> io::Result<()> {
    let status = Command::new("gzip").arg("--force").args(files).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("gzip ended with {status}")))
    }
}

#[cfg(not(any(unix, wasi)))]
fn compress(_files: &[PathBuf]) -> io::Result<()> {
    Ok(())
}
