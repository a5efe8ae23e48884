//! Keeps what could not be sent, in files that nobody else can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::platform;

pub struct Spool {
    file: File,
}

impl Spool {
    /// Opens this process's own file in `folder`.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        platform::protect(folder)?;
        let name = format!("{}.spool", platform::unique_name());
        let file = OpenOptions::new().create(true).append(true).open(folder.join(name))?;
        Ok(Spool { file })
    }

    pub fn keep(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.file, "{line}")?;
        self.file.sync_data()
    }
}
