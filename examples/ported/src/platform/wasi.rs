//! WASI: one thread, one process, and only the folders that the host gives.

#![cfg(target_os = "wasi")]

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the collector calls the machines that we run on.
pub const NAME: &str = "wasi";

/// WASI has no folder for temporary files: use the one that the program was started in.
pub fn default_spool() -> PathBuf {
    PathBuf::from("spool")
}

pub fn search_path(variable: &str) -> Vec<PathBuf> {
    let folders = env::var(variable).unwrap_or_default();
    folders.split(':').filter(|folder| !folder.is_empty()).map(PathBuf::from).collect()
}

/// WASI has no permissions; the host decides who sees the folder.
pub fn protect(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// There is no process number to tell two runs apart, but a clock.
pub fn unique_name() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs())
}

pub fn parallelism() -> usize {
    1
}

/// There is no gzip to start; the files stay as they are.
pub fn compress(_files: &[PathBuf]) -> io::Result<()> {
    Ok(())
}
