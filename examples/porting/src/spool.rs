//! Keeps what could not be sent, in files that nobody else can read.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process;

pub struct Spool {
    file: File,
}

impl Spool {
    /// Opens this process's own file in `folder`.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        let name = format!("{}.spool", process::id());
        let file = OpenOptions::new().create(true).append(true).open(folder.join(name))?;
        Ok(Spool { file })
    }

    pub fn keep(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.file, "{line}")?;
        self.file.sync_data()
    }
}
