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
    pub fn lines(&self) -> Box<dyn Iterator<Item = io::Result<String>>> {
        match self.file.try_clone() {
            Ok(file) => Box::new(BufReader::new(file).lines()),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}
