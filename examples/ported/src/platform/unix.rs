//! Linux, macOS and their kin.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::{env, thread};

/// What the collector calls the machines that we run on.
pub const NAME: &str = env::consts::OS;

pub fn default_spool() -> PathBuf {
    env::temp_dir().join("logship")
}

pub fn search_path(variable: &str) -> Vec<PathBuf> {
    env::var_os(variable).map_or_else(Vec::new, |folders| env::split_paths(&folders).collect())
}

/// Lets nobody else look into `folder`.
pub fn protect(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))
}

pub fn unique_name() -> u64 {
    process::id().into()
}

/// How many files to compress at once.
pub fn parallelism() -> usize {
    thread::available_parallelism().map_or(1, |number| number.get())
}

pub fn compress(files: &[PathBuf]) -> io::Result<()> {
    let status = Command::new("gzip").arg("--force").args(files).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("gzip ended with {status}")))
    }
}
