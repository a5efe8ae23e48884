//! A log file that is read while others write to it.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

pub struct Source {
    file: File,
}

impl Source {
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Source { file: File::open(path)? })
    }

    /// The lines so far. The handle is kept, so that the next call goes on where this one ended.
    pub fn lines(&self) -> impl Iterator<Item = io::Result<String>> + '_ {
        BufReader::new(&self.file).lines()
    }
}
