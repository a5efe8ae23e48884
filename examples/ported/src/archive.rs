//! Compresses spool files, several at a time.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::platform;

const OLD: Duration = Duration::from_secs(24 * 60 * 60);

pub fn compress_old_files(folder: &Path) -> io::Result<()> {
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let age = SystemTime::now().duration_since(entry.metadata()?.modified()?);
        if entry.path().extension().is_some_and(|it| it == "spool") && age.is_ok_and(|it| it > OLD) {
            old.push(entry.path());
        }
    }
    for files in old.chunks(platform::parallelism()) {
        platform::compress(files)?;
    }
    Ok(())
}
